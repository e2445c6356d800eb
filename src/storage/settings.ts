import { isDeepStrictEqual } from "node:util";
import type { Policy } from "../domain/policy.ts";
import type { ConfigSource } from "../domain/records/settings.ts";
import type { Database } from "./database.ts";
import { OWNER_SETTINGS, SETTINGS } from "./json/columns.ts";
import { bound, matches, put } from "./rows.ts";
import { ownerSettings, settings } from "./schema/repositories.ts";

/** What a repository's config says beside its rules. */
export interface StoredSettings {
  readonly source: ConfigSource;
  /** What was valid last. */
  readonly policy: Policy;
  /** Why the config that is there now cannot be used, one problem a line; `undefined` when it can. */
  readonly problem: string | undefined;
}

/** What an owner's config says of the owner's digest. */
export interface OwnerSettings {
  readonly policy: Policy;
  readonly timezone: string;
}

/** What the configs say that does not decide what counts, and so holds from now on, whatever held before. */
export interface SettingsStore {
  find(repositoryId: number): Promise<StoredSettings | undefined>;
  /** Returns whether anything changed. */
  save(repositoryId: number, stored: StoredSettings): Promise<boolean>;
  findOwner(installationId: number): Promise<OwnerSettings | undefined>;
  saveOwner(installationId: number, stored: OwnerSettings): Promise<void>;
}

/** Stores settings in SQLite. */
export function createSettingsStore(database: Database): SettingsStore {
  const isOne = matches(settings, bound("repositoryId"));
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
        put(transaction, settings, { row, key: settings.repositoryId });
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
      put(database, ownerSettings, { row, key: ownerSettings.installationId });
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
