import { randomBytes } from "node:crypto";
import { isDefinitionKept, keepDefinition } from "./definitions.ts";
import { deriveAgain, isDerived } from "./derivation.ts";
import type { OpenedStore } from "./open-store.ts";
import { assertPseudonymKey, type KeySource, loadPseudonymKey, SHORTEST_KEY } from "./pseudonym-key.ts";
import { assertSameKey, hasPseudonymKey, isKeyKept, keepPseudonymKey } from "./pseudonym-keys.ts";
import type { Connection } from "./sql/handle.ts";
import type { StoreAccess } from "./store-identity.ts";

/** Options for opening stores. */
export interface OpeningOptions {
  /** The time from which this version's definition, and the key, count, where something else filled the store. */
  readonly now?: Date;
  readonly access?: StoreAccess;
  /**
   * The source of the key of people's hashes. Without one, nobody can be hashed in a file. In memory the key is random.
   */
  readonly pseudonymKey?: KeySource | undefined;
  /**
   * Whether people may be hashed with another key than before, on PostgreSQL. Else it is refused there: two servers with
   * different keys would take turns.
   */
  readonly acceptsNewKey?: boolean;
  /** Called when people are hashed with another key than before. */
  readonly onKeyChanged?: () => void;
}

/** Throws a `StoreError` for a missing or invalid key before a store is opened, so that no migration comes first. */
export function checkKey(url: string | Buffer, source: KeySource | undefined): void {
  if (source === undefined || typeof url !== "string" || url.endsWith(":memory:")) return;
  assertPseudonymKey(url, source);
}

type Beginning = OpeningOptions & { readonly now: Date };

/**
 * Updates stored derivations and the definition to this version, and returns the key of people's hashes.
 *
 * It is one transaction, or none where all is there: a locked file, and a user who may only read, need no more then.
 */
export async function beginStore(
  url: string | Buffer,
  opened: OpenedStore,
  options: Beginning,
): Promise<Buffer | undefined> {
  try {
    const key = await findKey(url, opened, options.pseudonymKey);
    const isBegun = await opened.sql.read((snapshot) => isAllKept(snapshot, key, options));
    if (!isBegun && (await keepAll(opened, key, options))) options.onKeyChanged?.();
    return key ?? (opened.client?.memory ? randomBytes(SHORTEST_KEY) : undefined);
  } catch (error) {
    await opened.close();
    throw opened.toStoreError(error);
  }
}

async function findKey(
  url: string | Buffer,
  { sql, client }: OpenedStore,
  source: KeySource | undefined,
): Promise<Buffer | undefined> {
  if (source === undefined || typeof url !== "string" || client?.memory) return undefined;
  return loadPseudonymKey(url, source, { isFilled: await hasPseudonymKey(sql) });
}

async function isAllKept(
  connection: Connection,
  key: Buffer | undefined,
  { access }: OpeningOptions,
): Promise<boolean> {
  const isCurrent =
    access !== "migrate" || ((await isDerived(connection)) && (await isDefinitionKept(connection)));
  return isCurrent && (key === undefined || (await isKeyKept(connection, key)));
}

/** Returns whether the key differs from the one before. */
function keepAll(
  { sql, name, client }: OpenedStore,
  key: Buffer | undefined,
  { access, now, acceptsNewKey }: Beginning,
): Promise<boolean> {
  return sql.transaction(async (transaction) => {
    if (access === "migrate") {
      await deriveAgain(transaction);
      await keepDefinition(transaction, now);
    }
    if (key === undefined) return false;
    if (client === undefined && !acceptsNewKey) await assertSameKey(transaction, key, name);
    return keepPseudonymKey(transaction, key, { now, client });
  });
}
