import { createHmac, randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { isOnServer, nameOfStore, pathOf } from "./store-address.ts";
import { StoreError } from "./store-identity.ts";

/** The source of the key of people's hashes: the key itself, or a file. */
export interface KeySource {
  readonly key?: string | undefined;
  /** The file with the key; a file beside the store where neither is given. */
  readonly path?: string | undefined;
}

const OWNER_ONLY = 0o600;
const BYTES = 32;

/** Fewer characters could be guessed by trying all. */
export const SHORTEST_KEY = 32;

/**
 * The key of people's hashes. It is in no store and in no backup of one, so that neither identifies anybody.
 *
 * Where nothing is given, the key is created in a file beside the store, unless the store was filled with another key
 * before. On a server it must be given. Throws a `StoreError` when the key is missing, or the file holds no key.
 */
export function loadPseudonymKey(
  url: string,
  { key, path }: KeySource,
  { isFilled }: { readonly isFilled: boolean },
): Buffer {
  if (key !== undefined) return Buffer.from(key);
  if (path === undefined && isOnServer(url)) throw notGiven(nameOfStore(url));
  const file = path ?? `${pathOf(url)}.key`;
  const found = read(file) ?? (path === undefined && !isFilled ? make(file) : undefined);
  if (found === undefined)
    throw new StoreError(
      `${file} is missing, the key of people's hashes: put it back, or make another one (openssl rand -hex 32 > ${file}), which tells people of unsealed weeks apart from then on`,
    );
  if (found.length < SHORTEST_KEY)
    throw new StoreError(
      `${file} holds no key of people's hashes: it must have ${SHORTEST_KEY} characters or more`,
    );
  return Buffer.from(found);
}

function notGiven(name: string): StoreError {
  return new StoreError(
    `the key of people's hashes is not given, and ${name} has no place beside it for one: set PSEUDONYM_KEY or PSEUDONYM_KEY_PATH, the same for all servers (openssl rand -hex 32)`,
  );
}

/**
 * Throws a `StoreError` where `loadPseudonymKey` would. This runs before any migration, so that an earlier version can
 * still use the store.
 */
export function assertPseudonymKey(url: string, source: KeySource): void {
  const path = pathOf(url);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const isFilled = isOnServer(url) || (isFile && hasKeyIn(path));
  if (isFilled || source.path !== undefined) loadPseudonymKey(url, source, { isFilled: true });
}

/** Whether the store records a key. A file that is no store, or is unreadable, has none: opening it reports that. */
function hasKeyIn(path: string): boolean {
  let client: SqliteDatabase.Database | undefined;
  try {
    client = new SqliteDatabase(path, { readonly: true });
    const has = client.prepare("select 1 from sqlite_schema where name = 'pseudonym_keys'").get();
    return has !== undefined && client.prepare("select 1 from pseudonym_keys").get() !== undefined;
  } catch {
    return false;
  } finally {
    client?.close();
  }
}

/** A value that distinguishes keys, and does not reveal them. */
export function fingerprintOf(key: Buffer): string {
  return hashedWith(key, "fingerprint").slice(0, 16);
}

/** HMAC-SHA256 (RFC 2104) of a text, as base64url. */
export function hashedWith(key: Buffer, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return undefined;
    throw new StoreError(`${file} cannot be read (${code}): it holds the key of people's hashes`, {
      cause: error,
    });
  }
}

function make(file: string): string {
  const key = randomBytes(BYTES).toString("hex");
  writeFileSync(file, `${key}\n`, { mode: OWNER_ONLY, flag: "wx" });
  return key;
}
