import { asc } from "drizzle-orm";
import { type Database, openDatabase } from "./database.ts";
import { fingerprintOf, hashedWith, type KeySource, loadPseudonymKey } from "./pseudonym-key.ts";
import { pseudonymKeys } from "./schema/pseudonym-keys.ts";

/** Where hashes of people stand, apart from sealed changes, which hold random tokens. */
const HASH_COLUMNS = [
  ["changes", ["author", "asker", "merger", "enabler"], "where not is_sealed"],
  ["reviews", ["reviewer"], ""],
  ["deployments", ["creator"], ""],
  ["releases", ["creator"], ""],
] as const;
const HASH_LISTS = ["bots", "creators"];

const EVER = new Date(0);

/** Whether the store was filled with a key that is kept outside of it. */
export function hasPseudonymKey(database: Database): boolean {
  return readAll(database).length > 0;
}

/**
 * Keeps with which key people are hashed from now on, and returns whether it is another one than before.
 *
 * A store of a version that kept all keys inside has its hashes hashed again, so that they are those of the same people.
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
 * Whether a store was filled with the key that is there, and was at all; it changes nothing.
 *
 * Throws a `StoreError` when that key is missing or none, or the store cannot be read.
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

/** When people began to be hashed with another key than before, the oldest first. */
export function readKeyChanges(reader: Pick<Database, "select">): Date[] {
  return readAll(reader)
    .slice(1)
    .map(({ since }) => since);
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
