import { eq } from "drizzle-orm";
import type { Policy } from "../domain/policy.ts";
import type { ConfigSource } from "../domain/records/settings.ts";
import type { Database } from "./database.ts";
import { bound, matches, put, withoutNulls } from "./rows.ts";
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
  const { source, policy, problem } = settings;
  const statement = database
    .select({ source, policy, problem })
    .from(settings)
    .where(matches(settings, bound("repositoryId")))
    .prepare();
  const find = (repositoryId: number): StoredSettings | undefined => {
    const row = statement.get({ repositoryId });
    return row && withoutNulls(row);
  };
  return {
    find: async (repositoryId) => find(repositoryId),
    async save(repositoryId, { source, policy, problem }) {
      return database.transaction((transaction) => {
        const before = find(repositoryId);
        const isSame = before && JSON.stringify(before) === JSON.stringify({ source, policy, problem });
        if (isSame) return false;
        const row = { repositoryId, source, policy, problem: problem ?? null };
        put(transaction, settings, { row, key: settings.repositoryId });
        return true;
      });
    },
    async findOwner(installationId) {
      const isOwners = eq(ownerSettings.installationId, installationId);
      const { policy, timezone } = ownerSettings;
      return database.select({ policy, timezone }).from(ownerSettings).where(isOwners).get();
    },
    async saveOwner(installationId, stored) {
      put(database, ownerSettings, { row: { installationId, ...stored }, key: ownerSettings.installationId });
    },
  };
}
