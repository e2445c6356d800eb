import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE_MS } from "../../domain/durations.ts";
import type { KeySource } from "../../storage/pseudonym-key.ts";
import { comparePseudonymKey } from "../../storage/pseudonym-keys.ts";
import { isOnServer, mayBeStore, nameOfStore, pathOf } from "../../storage/store-address.ts";
import { StoreError } from "../../storage/store-identity.ts";
import { lockPathOf, lockStore, StoreInUseError } from "../../storage/store-lock.ts";
import { diskOf } from "../../storage/store-size.ts";
import { openStores } from "../../storage/stores.ts";
import { errorText } from "../error-text.ts";
import { startStoreCheck } from "../store-check.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** Checking a large store takes minutes; the server does so at each start. */
const LOOK_MS = MINUTE_MS;

/**
 * Checks that a store exists and has this version, and that a file is sound, and is on a disk with room. It writes
 * nothing into it.
 */
export async function checkStore(url: string, key: KeySource): Promise<Finding[]> {
  const path = pathOf(url);
  if (!mayBeStore(url))
    return [
      warning(
        "store",
        `there is none at ${path}`,
        "the server makes it when it starts; else set DATABASE_URL",
      ),
    ];
  const opened = await open(url);
  if (isOnServer(url)) return opened.level === "ok" ? [opened, await checkKey(url, key)] : [opened];
  const found = [opened, await checkDisk(path)];
  return opened.level === "ok" ? [...found, await checkKey(url, key), await lookOver(url)] : found;
}

async function checkKey(url: string, source: KeySource): Promise<Finding> {
  try {
    const compared = await comparePseudonymKey(url, source);
    if (compared === "same") return ok("key", "people are hashed with the key that is there");
    if (compared === "none yet")
      return ok(
        "key",
        isOnServer(url)
          ? "no people are hashed yet"
          : "the server makes it when it starts, unless one is given",
      );
    return warning(
      "key",
      "people were hashed with another key than the one that is there",
      isOnServer(url)
        ? "put the old key back, or run plimsoll migrate --new-pseudonym-key: then people of unsealed weeks count as new ones"
        : "put the old key back, or start the server: then people of unsealed weeks count as new ones",
    );
  } catch (error) {
    return problemOf("key", error, "let this user read the file of the key");
  }
}

/** The problem and remedy of a `StoreError`; the given remedy for any other error. */
function problemOf(check: string, error: unknown, remedy: string): Finding {
  if (!(error instanceof StoreError)) return problem(check, errorText(error), remedy);
  const [text = "", ...rest] = error.message.split(": ");
  return problem(check, text, rest.join(": "));
}

async function open(url: string): Promise<Finding> {
  try {
    const stores = await openStores(url, { access: "read" });
    const { kind, schemaVersion, bytes } = await stores.operations.loadSize().finally(() => stores.close());
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    return ok("store", `${nameOfStore(url)}, ${kind}, schema ${schemaVersion}, ${size}`);
  } catch (error) {
    return problemOf(
      "store",
      error,
      "let this user read the file and its folder, or the tables of the server",
    );
  }
}

async function lookOver(url: string): Promise<Finding> {
  const check = startStoreCheck(url);
  const isOver = new AbortController();
  const late = sleep(LOOK_MS, "late" as const, { signal: isOver.signal }).catch(() => undefined);
  const damage = await Promise.race([check.damage, late]);
  isOver.abort();
  await check.stop();
  if (damage === "late")
    return warning(
      "damage",
      "not looked over within a minute",
      "see the log: the server does it at its start",
    );
  if (damage === undefined) return ok("damage", "none found by quick_check");
  return problem("damage", damage, "stop the server, and restore a backup");
}

const LITTLE = { share: 0.1, bytes: 10e9 };
const NOTHING = { share: 0.02, bytes: 1e9 };

async function checkDisk(path: string): Promise<Finding> {
  const { bytes, freeBytes } = await diskOf(path);
  const text = `${(freeBytes / 1e9).toFixed(1)} of ${(bytes / 1e9).toFixed(1)} GB are free`;
  const isUnder = (limit: typeof LITTLE) => freeBytes < limit.share * bytes && freeBytes < limit.bytes;
  if (isUnder(NOTHING)) return problem("disk", text, "make room: nothing can be stored soon");
  return isUnder(LITTLE) ? warning("disk", text, "make room") : ok("disk", text);
}

/**
 * Whether a server holds the file of a store; no server can start on it during the check. Rejects when that stays
 * unknown, and resolves to `undefined` for a store on PostgreSQL, which several use.
 */
export async function isLocked(url: string): Promise<boolean | undefined> {
  if (isOnServer(url)) return undefined;
  if (!existsSync(lockPathOf(pathOf(url)))) return false;
  try {
    const hold = await lockStore(url, { waitMs: 0 });
    hold.release();
    return false;
  } catch (error) {
    if (error instanceof StoreInUseError) return true;
    throw error;
  }
}
