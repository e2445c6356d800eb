import { and, eq, inArray, lt } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import type { Database } from "./database.ts";
import { matches, placeholders, upsert } from "./rows.ts";
import { removedInstallations, removedRepositories } from "./schema/removals.ts";

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

/** The operations of a transaction. */
type Writer = Pick<Database, "select" | "insert" | "delete">;

/** Stores removals in SQLite. */
export function createRemovalStore(database: Database): RemovalStore {
  const { installationRemovedAt, isRepositoryRemoved } = createRemovalReader(database);
  return {
    async isRemoved({ installationId, repositoryId }) {
      if (installationRemovedAt(installationId) !== undefined) return true;
      return repositoryId !== undefined && isRepositoryRemoved(installationId, repositoryId);
    },
    async readmit(installationId, ids) {
      const isOne = inArray(removedRepositories.id, [...ids]);
      database
        .delete(removedRepositories)
        .where(and(eq(removedRepositories.installationId, installationId), isOne))
        .run();
    },
    async forget(now) {
      const before = new Date(now.getTime() - KEPT_MS);
      database.transaction((transaction) => {
        for (const table of [removedInstallations, removedRepositories])
          transaction.delete(table).where(lt(table.at, before)).run();
      });
    },
  };
}

/** Prepares to read removals, within the transaction of the caller: each delivery does. */
export function createRemovalReader(database: Database) {
  const installation = database
    .select({ at: removedInstallations.at })
    .from(removedInstallations)
    .where(matches(removedInstallations, placeholders("id")))
    .prepare();
  const repository = database
    .select({ id: removedRepositories.id })
    .from(removedRepositories)
    .where(matches(removedRepositories, placeholders("installationId", "id")))
    .prepare();
  return {
    /** The time at which an installation was deleted; `undefined` when it was not. */
    installationRemovedAt: (id: number) => installation.get({ id })?.at,
    /** Whether an installation no longer covers a repository. */
    isRepositoryRemoved: (installationId: number, id: number) =>
      repository.get({ installationId, id }) !== undefined,
  };
}

/** Records that an installation was deleted. Nothing is kept of its repositories. */
export function rememberRemovedInstallation(writer: Writer, id: number, at: Date): void {
  writer.delete(removedRepositories).where(eq(removedRepositories.installationId, id)).run();
  upsert(writer, removedInstallations, { row: { id, at }, key: removedInstallations.id });
}

/** Records that an installation no longer covers a repository. */
export function rememberRemovedRepository(
  writer: Writer,
  row: { readonly installationId: number; readonly id: number; readonly at: Date },
): void {
  upsert(writer, removedRepositories, {
    row,
    key: [removedRepositories.installationId, removedRepositories.id],
  });
}

/** Deletes the record of an installation's deletion. */
export function readmitInstallation(writer: Writer, id: number): void {
  writer.delete(removedInstallations).where(eq(removedInstallations.id, id)).run();
}
