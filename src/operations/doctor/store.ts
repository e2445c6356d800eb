import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE_MS } from "../../domain/durations.ts";
import type { KeySource } from "../../storage/pseudonym-key.ts";
import { comparePseudonymKey } from "../../storage/pseudonym-keys.ts";
import { StoreError } from "../../storage/store-identity.ts";
import { lockPathOf, lockStore, StoreInUseError } from "../../storage/store-lock.ts";
import { diskOf } from "../../storage/store-size.ts";
import { openStores } from "../../storage/stores.ts";
import { errorText } from "../error-text.ts";
import { startStoreCheck } from "../store-check.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** Checking a large store takes minutes; the server does so at each start. */
const LOOK_MS = MINUTE_MS;

/** Checks that a store exists, has this version, is sound, and is on a disk with room. It writes nothing into it. */
export async function checkStore(url: string, key: KeySource): Promise<Finding[]> {
  const path = url.replace(/^file:/, "");
  if (!existsSync(path))
    return [
      warning(
        "store",
        `there is none at ${path}`,
        "the server makes it when it starts; else set DATABASE_URL",
      ),
    ];
  const opened = await open(url);
  const found = [opened, await checkDisk(path)];
  return opened.level === "ok" ? [...found, await checkKey(url, key), await lookOver(url)] : found;
}

async function checkKey(url: string, source: KeySource): Promise<Finding> {
  try {
    const compared = await comparePseudonymKey(url, source);
    if (compared === "same") return ok("key", "people are hashed with the key that is there");
    if (compared === "none yet") return ok("key", "the server makes it when it starts, unless one is given");
    return warning(
      "key",
      "people were hashed with another key than the one that is there",
      "put the old key back, or start the server: then people of unsealed weeks count as new ones",
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
    const { schemaVersion, bytes } = await stores.operations.loadSize().finally(() => stores.close());
    return ok("store", `${url}, schema ${schemaVersion}, ${(bytes / 1e6).toFixed(1)} MB`);
  } catch (error) {
    return problemOf("store", error, "let this user read the file and its folder");
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

/** Whether a server holds a store; no server can start on it during the check. Rejects when that stays unknown. */
export async function isLocked(url: string): Promise<boolean> {
  if (!existsSync(lockPathOf(url.replace(/^file:/, "")))) return false;
  try {
    const hold = await lockStore(url, { waitMs: 0 });
    hold.release();
    return false;
  } catch (error) {
    if (error instanceof StoreInUseError) return true;
    throw error;
  }
}
