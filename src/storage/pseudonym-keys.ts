import type SqliteDatabase from "better-sqlite3";
import { asc } from "drizzle-orm";
import { openStore } from "./open-store.ts";
import { fingerprintOf, hashedWith, type KeySource, loadPseudonymKey } from "./pseudonym-key.ts";
import { pseudonymKeys } from "./schema/pseudonym-keys.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { StoreError } from "./store-identity.ts";

/** The columns with hashes of people. Sealed changes hold random tokens instead. */
const HASH_COLUMNS = [
  ["changes", ["author", "asker", "merger", "enabler"], "where not is_sealed"],
  ["reviews", ["reviewer"], ""],
  ["deployments", ["creator"], ""],
  ["releases", ["creator"], ""],
] as const;
const HASH_LISTS = ["bots", "creators"];

const EVER = new Date(0);

const ALL = build.select().from(pseudonymKeys).orderBy(asc(pseudonymKeys.id));

/** Whether the store was filled with a key outside of it. */
export async function hasPseudonymKey(connection: Connection): Promise<boolean> {
  return (await findLast(connection)) !== undefined;
}

/** Whether people are hashed with this key, by the store. */
export async function isKeyKept(connection: Connection, key: Buffer): Promise<boolean> {
  return (await findLast(connection)) === fingerprintOf(key);
}

/** Throws a `StoreError` when people were hashed with another key. */
export async function assertSameKey(connection: Connection, key: Buffer, name: string): Promise<void> {
  const last = await findLast(connection);
  if (last === undefined || last === fingerprintOf(key)) return;
  throw new StoreError(
    `people in ${name} were hashed with another key than that of PSEUDONYM_KEY or PSEUDONYM_KEY_PATH: give that one, or stop all servers and run plimsoll migrate --new-pseudonym-key, which tells people of unsealed weeks apart from then on`,
  );
}

/**
 * Records the key with which people are hashed from now on, and returns whether it differs from the one before.
 *
 * `client` is that of a SQLite file. In one of a version that kept all keys inside, the hashes are hashed again, so that
 * they still denote the same people.
 */
export async function keepPseudonymKey(
  transaction: Transaction,
  key: Buffer,
  { now, client }: { readonly now: Date; readonly client: SqliteDatabase.Database | undefined },
): Promise<boolean> {
  const fingerprint = fingerprintOf(key);
  const last = await findLast(transaction);
  if (last === fingerprint) return false;
  if (last === undefined && client !== undefined) hashAgain(client, key);
  const since = last === undefined ? EVER : now;
  await transaction.run(build.insert(pseudonymKeys).values({ fingerprint, since }));
  return last !== undefined;
}

/**
 * Compares the present key with the one that filled the store, without changing anything.
 *
 * Throws a `StoreError` when the key is missing or invalid, or the store cannot be read.
 */
export async function comparePseudonymKey(
  url: string,
  source: KeySource,
): Promise<"same" | "another" | "none yet"> {
  const { sql, close } = await openStore(url, "read");
  try {
    const last = await findLast(sql);
    if (last === undefined) return "none yet";
    const key = loadPseudonymKey(url, source, { isFilled: true });
    return fingerprintOf(key) === last ? "same" : "another";
  } finally {
    await close();
  }
}

/** The times from which people were hashed with another key, the oldest first. */
export async function listKeyChanges(connection: Connection): Promise<Date[]> {
  return (await connection.all(ALL)).slice(1).map(({ since }) => since);
}

/** The fingerprint of the last key. */
async function findLast(connection: Connection): Promise<string | undefined> {
  return (await connection.all(ALL)).at(-1)?.fingerprint;
}

function hashAgain(client: SqliteDatabase.Database, key: Buffer): void {
  client.function("hashed_again", { deterministic: true }, (hash) =>
    typeof hash === "string" && hash !== "" ? hashedWith(key, hash) : hash,
  );
  for (const [table, columns, where] of HASH_COLUMNS) {
    const set = columns.map((column) => `${column} = hashed_again(${column})`);
    client.exec(`update ${table} set ${set} ${where}`);
  }
  for (const column of HASH_LISTS) {
    const again = `(select json_group_array(hashed_again(value)) from json_each(${column}))`;
    client.exec(`update rules set ${column} = ${again} where ${column} is not null`);
  }
}
