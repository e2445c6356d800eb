import { and, eq, inArray, lt } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { removedInstallations, removedRepositories } from "./schema/removals.ts";
import type { Connection, SqlDatabase, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The source of a delivery. */
interface DeliverySource {
  readonly installationId: number;
  readonly repositoryId: number | undefined;
}

/** The removed installations and repositories, so that their late or repeated deliveries are not stored. */
export interface RemovalStore {
  /** Whether the installation was deleted, or no longer covers the repository. */
  isRemoved(source: DeliverySource): Promise<boolean>;
  /** Accepts deliveries of repositories again, since the installation covers them again. */
  readmit(installationId: number, repositoryIds: readonly number[]): Promise<void>;
  /** Deletes the removals of 14 days ago and before. */
  forget(now: Date): Promise<void>;
}

/** GitHub redelivers for at most seven days, and the processing of a delivery ends soon after that. */
const KEPT_MS = 14 * DAY_MS;

const INSTALLATION = build
  .select({ at: removedInstallations.at })
  .from(removedInstallations)
  .where(matches(removedInstallations, placeholders("id")));
const REPOSITORY = build
  .select({ id: removedRepositories.id })
  .from(removedRepositories)
  .where(matches(removedRepositories, placeholders("installationId", "id")));

/** Stores removals. */
export function createRemovalStore(database: SqlDatabase): RemovalStore {
  return {
    async isRemoved({ installationId, repositoryId }) {
      if ((await findInstallationRemovedAt(database, installationId)) !== undefined) return true;
      return repositoryId !== undefined && isRepositoryRemoved(database, installationId, repositoryId);
    },
    async readmit(installationId, ids) {
      const isOne = inArray(removedRepositories.id, [...ids]);
      const isIts = eq(removedRepositories.installationId, installationId);
      await database.run(build.delete(removedRepositories).where(and(isIts, isOne)));
    },
    async forget(now) {
      const before = new Date(now.getTime() - KEPT_MS);
      await database.transaction(async (transaction) => {
        for (const table of [removedInstallations, removedRepositories])
          await transaction.run(build.delete(table).where(lt(table.at, before)));
      });
    },
  };
}

/** The time at which an installation was deleted; `undefined` when it was not. */
export async function findInstallationRemovedAt(
  connection: Connection,
  id: number,
): Promise<Date | undefined> {
  return (await connection.one(INSTALLATION, { id }))?.at;
}

/** Whether an installation no longer covers a repository. */
export async function isRepositoryRemoved(
  connection: Connection,
  installationId: number,
  id: number,
): Promise<boolean> {
  return (await connection.one(REPOSITORY, { installationId, id })) !== undefined;
}

/** Records that an installation was deleted. Nothing is kept of its repositories. */
export async function rememberRemovedInstallation(
  transaction: Transaction,
  id: number,
  at: Date,
): Promise<void> {
  const isIts = eq(removedRepositories.installationId, id);
  await transaction.run(build.delete(removedRepositories).where(isIts));
  await transaction.run(buildUpsert(removedInstallations, { row: { id, at }, key: removedInstallations.id }));
}

/** Records that an installation no longer covers a repository. */
export async function rememberRemovedRepository(
  transaction: Transaction,
  row: { readonly installationId: number; readonly id: number; readonly at: Date },
): Promise<void> {
  const key = [removedRepositories.installationId, removedRepositories.id];
  await transaction.run(buildUpsert(removedRepositories, { row, key }));
}

/** Deletes the record of an installation's deletion. */
export async function readmitInstallation(transaction: Transaction, id: number): Promise<void> {
  await transaction.run(build.delete(removedInstallations).where(eq(removedInstallations.id, id)));
}
