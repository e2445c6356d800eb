import { isDeepStrictEqual } from "node:util";
import type { Policy } from "../domain/policy.ts";
import type { ConfigSource } from "../domain/records/settings.ts";
import { OWNER_SETTINGS, SETTINGS } from "./json/columns.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { ownerSettings, settings } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const FIND = build
  .select()
  .from(settings)
  .where(matches(settings, placeholders("repositoryId")));
const FIND_OWNER = build
  .select()
  .from(ownerSettings)
  .where(matches(ownerSettings, placeholders("installationId")));

/** Stores settings. */
export function createSettingsStore(database: SqlDatabase): SettingsStore {
  return {
    find: (repositoryId) => find(database, repositoryId),
    async save(repositoryId, { source, policy, problem = null }) {
      const row = { repositoryId, source, policy: SETTINGS.policy.write(policy), problem };
      return database.transaction(async (transaction) => {
        if (isDeepStrictEqual(await find(transaction, repositoryId), toSettings(row))) return false;
        await transaction.run(buildUpsert(settings, { row, key: settings.repositoryId }));
        return true;
      });
    },
    async findOwner(installationId) {
      const row = await database.one(FIND_OWNER, { installationId });
      return (
        row && {
          policy: OWNER_SETTINGS.policy.read(row.policy, { installationId }),
          timezone: row.timezone,
        }
      );
    },
    async saveOwner(installationId, { policy, timezone }) {
      const row = { installationId, policy: OWNER_SETTINGS.policy.write(policy), timezone };
      await database.run(buildUpsert(ownerSettings, { row, key: ownerSettings.installationId }));
    },
  };
}

async function find(connection: Connection, repositoryId: number): Promise<StoredSettings | undefined> {
  const row = await connection.one(FIND, { repositoryId });
  return row && toSettings(row);
}

function toSettings({ repositoryId, source, policy, problem }: typeof settings.$inferSelect): StoredSettings {
  return {
    source,
    policy: SETTINGS.policy.read(policy, { repositoryId }),
    problem: problem ?? undefined,
  };
}
