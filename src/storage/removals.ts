import { and, eq, inArray, lt } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import type { Database } from "./database.ts";
import { bound, matches, put } from "./rows.ts";
import { removedInstallations, removedRepositories } from "./schema/removals.ts";

/** Where a delivery comes from. */
interface DeliverySource {
  readonly installationId: number;
  readonly repositoryId: number | undefined;
}

/** What was removed, so that what still comes of it late or a second time is not stored again. */
export interface RemovalStore {
  /** Whether the installation was deleted, or does not cover the repository any more. */
  covers(source: DeliverySource): Promise<boolean>;
  /** Takes deliveries of repositories again, since the installation covers them anew. */
  readmit(installationId: number, repositoryIds: readonly number[]): Promise<void>;
  /** Forgets what was removed 14 days ago. */
  forget(now: Date): Promise<void>;
}

/** GitHub sends a delivery again for at most seven days, and the work of one ends soon after that. */
const KEPT_MS = 14 * DAY_MS;

/** What can be read and written within a transaction. */
type Writer = Pick<Database, "select" | "insert" | "delete">;

/** Stores what was removed in SQLite. */
export function createRemovalStore(database: Database): RemovalStore {
  const { installationRemovedAt, isRepositoryRemoved } = createRemovalReader(database);
  return {
    async covers({ installationId, repositoryId }) {
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

/** Prepares to tell what was removed, within the transaction of whoever asks: each delivery does. */
export function createRemovalReader(database: Database) {
  const installation = database
    .select({ at: removedInstallations.at })
    .from(removedInstallations)
    .where(matches(removedInstallations, bound("id")))
    .prepare();
  const repository = database
    .select({ id: removedRepositories.id })
    .from(removedRepositories)
    .where(matches(removedRepositories, bound("installationId", "id")))
    .prepare();
  return {
    /** When an installation was deleted; `undefined` when it was not. */
    installationRemovedAt: (id: number) => installation.get({ id })?.at,
    /** Whether an installation does not cover a repository any more. */
    isRepositoryRemoved: (installationId: number, id: number) =>
      repository.get({ installationId, id }) !== undefined,
  };
}

/** Records that an installation was deleted. Of its repositories nothing is kept. */
export function rememberRemovedInstallation(writer: Writer, id: number, at: Date): void {
  writer.delete(removedRepositories).where(eq(removedRepositories.installationId, id)).run();
  put(writer, removedInstallations, { row: { id, at }, key: removedInstallations.id });
}

/** Records that an installation does not cover a repository any more. */
export function rememberRemovedRepository(
  writer: Writer,
  row: { readonly installationId: number; readonly id: number; readonly at: Date },
): void {
  put(writer, removedRepositories, {
    row,
    key: [removedRepositories.installationId, removedRepositories.id],
  });
}

/** Forgets that an installation was deleted. */
export function readmitInstallation(writer: Writer, id: number): void {
  writer.delete(removedInstallations).where(eq(removedInstallations.id, id)).run();
}
