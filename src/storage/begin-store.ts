import { randomBytes } from "node:crypto";
import type { Database } from "./database.ts";
import { keepDefinition } from "./definitions.ts";
import { deriveAgain } from "./derivation.ts";
import { type KeySource, loadPseudonymKey, SHORTEST_KEY } from "./pseudonym-key.ts";
import { hasPseudonymKey, keepPseudonymKey } from "./pseudonym-keys.ts";
import { type StoreAccess, withStoreErrors } from "./store-identity.ts";

/** Options for opening stores. */
export interface OpeningOptions {
  /** The time from which this version's definition, and the key, count, where something else filled the store. */
  readonly now?: Date;
  readonly access?: StoreAccess;
  /**
   * The source of the key of people's hashes. Without one, nobody can be hashed in a file. In memory the key is random.
   */
  readonly pseudonymKey?: KeySource | undefined;
  /** Called when people are hashed with another key than before. */
  readonly onKeyChanged?: () => void;
}

/** Updates stored derivations and the definition to this version, and returns the key of people's hashes. */
export function beginStore(
  url: string | Buffer,
  database: Database,
  { now, access, ...keys }: OpeningOptions & { readonly now: Date },
): Buffer | undefined {
  const { name, memory } = database.$client;
  try {
    return withStoreErrors(name, () => {
      if (access === "migrate") {
        void deriveAgain(database);
        keepDefinition(database, now);
      }
      return memory ? randomBytes(SHORTEST_KEY) : keyOf(url, database, { now, ...keys });
    });
  } catch (error) {
    database.$client.close();
    throw error;
  }
}

function keyOf(
  url: string | Buffer,
  database: Database,
  { now, pseudonymKey, onKeyChanged = () => {} }: OpeningOptions & { readonly now: Date },
): Buffer | undefined {
  if (pseudonymKey === undefined || typeof url !== "string") return undefined;
  const key = loadPseudonymKey(url, pseudonymKey, { isFilled: hasPseudonymKey(database) });
  if (keepPseudonymKey(database, key, now)) onKeyChanged();
  return key;
}
