import { asc } from "drizzle-orm";
import { type Database, openDatabase } from "./database.ts";
import { fingerprintOf, hashedWith, type KeySource, loadPseudonymKey } from "./pseudonym-key.ts";
import { pseudonymKeys } from "./schema/pseudonym-keys.ts";
import type { Connection } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The columns with hashes of people. Sealed changes hold random tokens instead. */
const HASH_COLUMNS = [
  ["changes", ["author", "asker", "merger", "enabler"], "where not is_sealed"],
  ["reviews", ["reviewer"], ""],
  ["deployments", ["creator"], ""],
  ["releases", ["creator"], ""],
] as const;
const HASH_LISTS = ["bots", "creators"];

const EVER = new Date(0);

/** Whether the store was filled with a key outside of it. */
export function hasPseudonymKey(database: Database): boolean {
  return readAll(database).length > 0;
}

/**
 * Records the key with which people are hashed from now on, and returns whether it differs from the one before.
 *
 * In a store of a version that kept all keys inside, the hashes are hashed again, so that they still denote the same
 * people.
 */
export function keepPseudonymKey(database: Database, key: Buffer, now: Date): boolean {
  const fingerprint = fingerprintOf(key);
  return database.transaction((transaction) => {
    const last = readAll(transaction).at(-1);
    if (last?.fingerprint === fingerprint) return false;
    if (last === undefined) hashAgain(database, key);
    const since = last === undefined ? EVER : now;
    transaction.insert(pseudonymKeys).values({ fingerprint, since }).run();
    return last !== undefined;
  });
}

/**
 * Compares the present key with the one that filled the store, without changing anything.
 *
 * Throws a `StoreError` when the key is missing or invalid, or the store cannot be read.
 */
export function comparePseudonymKey(url: string, source: KeySource): "same" | "another" | "none yet" {
  const database = openDatabase(url, "read");
  try {
    const last = readAll(database).at(-1);
    if (last === undefined) return "none yet";
    const key = loadPseudonymKey(url, source, { isFilled: true });
    return fingerprintOf(key) === last.fingerprint ? "same" : "another";
  } finally {
    database.$client.close();
  }
}

const ALL = build.select().from(pseudonymKeys).orderBy(asc(pseudonymKeys.id));

/** The times from which people were hashed with another key, the oldest first. */
export async function listKeyChanges(connection: Connection): Promise<Date[]> {
  return (await connection.all(ALL)).slice(1).map(({ since }) => since);
}

function readAll(reader: Pick<Database, "select">) {
  return reader.select().from(pseudonymKeys).orderBy(asc(pseudonymKeys.id)).all();
}

function hashAgain({ $client: client }: Database, key: Buffer): void {
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
