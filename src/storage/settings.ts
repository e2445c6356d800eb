import { isDeepStrictEqual } from "node:util";
import type { Policy } from "../domain/policy.ts";
import type { ConfigSource } from "../domain/records/settings.ts";
import type { Database } from "./database.ts";
import { OWNER_SETTINGS, SETTINGS } from "./json/columns.ts";
import { matches, placeholders, upsert } from "./rows.ts";
import { ownerSettings, settings } from "./schema/repositories.ts";

/** The settings of a repository's config, beside its rules. */
export interface StoredSettings {
  readonly source: ConfigSource;
  /** The last valid policy. */
  readonly policy: Policy;
  /** The problems of the present config, one a line; `undefined` when it has none. */
  readonly problem: string | undefined;
}

/** The settings of an owner's digest, from the owner's config. */
export interface OwnerSettings {
  readonly policy: Policy;
  readonly timezone: string;
}

/** The settings of configs that do not decide what counts. They are valid from now on, and not dated. */
export interface SettingsStore {
  find(repositoryId: number): Promise<StoredSettings | undefined>;
  /** Returns whether anything changed. */
  save(repositoryId: number, stored: StoredSettings): Promise<boolean>;
  findOwner(installationId: number): Promise<OwnerSettings | undefined>;
  saveOwner(installationId: number, stored: OwnerSettings): Promise<void>;
}

/** Stores settings in SQLite. */
export function createSettingsStore(database: Database): SettingsStore {
  const isOne = matches(settings, placeholders("repositoryId"));
  const statement = database.select().from(settings).where(isOne).prepare();
  const find = (repositoryId: number): StoredSettings | undefined => {
    const row = statement.get({ repositoryId });
    return row && toSettings(row);
  };
  return {
    find: async (repositoryId) => find(repositoryId),
    async save(repositoryId, { source, policy, problem = null }) {
      const row = { repositoryId, source, policy: SETTINGS.policy.write(policy), problem };
      return database.transaction((transaction) => {
        if (isDeepStrictEqual(find(repositoryId), toSettings(row))) return false;
        upsert(transaction, settings, { row, key: settings.repositoryId });
        return true;
      });
    },
    async findOwner(installationId) {
      const isOwners = matches(ownerSettings, { installationId });
      const row = database.select().from(ownerSettings).where(isOwners).get();
      return (
        row && {
          policy: OWNER_SETTINGS.policy.read(row.policy, { installationId }),
          timezone: row.timezone,
        }
      );
    },
    async saveOwner(installationId, { policy, timezone }) {
      const row = { installationId, policy: OWNER_SETTINGS.policy.write(policy), timezone };
      upsert(database, ownerSettings, { row, key: ownerSettings.installationId });
    },
  };
}

function toSettings({ repositoryId, source, policy, problem }: typeof settings.$inferSelect): StoredSettings {
  return {
    source,
    policy: SETTINGS.policy.read(policy, { repositoryId }),
    problem: problem ?? undefined,
  };
}
