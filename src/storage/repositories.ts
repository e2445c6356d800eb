import { and, eq, sql } from "drizzle-orm";
import { isOpened, type Openness } from "../domain/refusal.ts";
import { isLetIn } from "./access.ts";
import type { Database } from "./database.ts";
import { reopenRepositories } from "./refusals.ts";
import { isRepositoryRemoved, rememberRemovedRepository } from "./removals.ts";
import { deliveries } from "./schema/deliveries.ts";
import { repositories } from "./schema/repositories.ts";

/** A repository, known by its numeric id; its names may change. What of it is not told stays as it was. */
export interface Repository extends Openness {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
}

/** Which repository is removed from which installation, and when. */
export interface Removal {
  readonly id: number;
  readonly installationId: number;
  readonly at: Date;
}

/** The repositories that deliveries came from. */
export interface RepositoryStore {
  /**
   * Records a repository under its current name; what GitHub told before it changed something changes nothing.
   *
   * Throws when its installation does not cover it any more.
   */
  remember(repository: Repository): Promise<void>;
  /** Records what GitHub tells of repositories that are stored; what is refused of those that it opens is asked again. */
  learn(told: Iterable<Openness & Pick<Repository, "id">>): Promise<void>;
  /**
   * Makes a repository another installation's, with all that is known of it; the former one does not cover it any more.
   *
   * Throws when the other one does not cover it either.
   */
  move(removal: Removal, to: number): Promise<void>;
  find(id: number): Promise<Repository | undefined>;
  /** Finds a repository by its current name, in any case, as GitHub does. */
  findByName(owner: string, name: string): Promise<Repository | undefined>;
  /** The repositories of an owner, by their current names. */
  listOf(owner: string): Promise<readonly Repository[]>;
  list(): Promise<readonly Repository[]>;
  /** Those of installations that are not suspended. */
  listActive(): Promise<readonly Repository[]>;
  /** Deletes everything of a repository, unless it is another installation's now; that it was removed is kept for 14 days. */
  forget(removal: Removal): Promise<void>;
}

/** Stores repositories in SQLite. */
export function createRepositoryStore(database: Database): RepositoryStore {
  return {
    async remember(repository) {
      database.transaction((transaction) => {
        assertCovered(transaction, repository);
        if (isOld(transaction, repository)) return;
        reopenIfOpened(transaction, repository);
        transaction
          .insert(repositories)
          .values(repository)
          .onConflictDoUpdate({ target: repositories.id, set: repository })
          .run();
      });
    },
    async learn(told) {
      database.transaction((transaction) => {
        for (const { id, isArchived, hasIssues, updatedAt } of told) {
          const before = reopenIfOpened(transaction, { id, isArchived, hasIssues });
          const set = { isArchived, hasIssues, updatedAt };
          if (before === undefined || isSame(before, set)) continue;
          transaction.update(repositories).set(set).where(eq(repositories.id, id)).run();
        }
      });
    },
    async move(removal, to) {
      database.transaction((transaction) => {
        assertCovered(transaction, { id: removal.id, installationId: to });
        transaction
          .update(repositories)
          .set({ installationId: to })
          .where(eq(repositories.id, removal.id))
          .run();
        // What the former installation still sends must not take it back.
        rememberRemovedRepository(transaction, removal);
      });
    },
    async find(id) {
      return toRepository(database.select().from(repositories).where(eq(repositories.id, id)).get());
    },
    async findByName(owner, name) {
      const isNamed = and(
        eq(sql`lower(${repositories.owner})`, owner.toLowerCase()),
        eq(sql`lower(${repositories.name})`, name.toLowerCase()),
      );
      return toRepository(database.select().from(repositories).where(isNamed).get());
    },
    async listOf(owner) {
      const isOwned = eq(sql`lower(${repositories.owner})`, owner.toLowerCase());
      return toRepositories(
        database.select().from(repositories).where(isOwned).orderBy(repositories.id).all(),
      );
    },
    async forget(removal) {
      const { id, installationId } = removal;
      const { repositoryId } = deliveries;
      database.transaction((transaction) => {
        transaction
          .delete(deliveries)
          .where(and(eq(repositoryId, id), eq(deliveries.installationId, installationId)))
          .run();
        transaction
          .delete(repositories)
          .where(and(eq(repositories.id, id), eq(repositories.installationId, installationId)))
          .run();
        rememberRemovedRepository(transaction, removal);
      });
    },
    async listActive() {
      const isActive = isLetIn(repositories.installationId);
      return toRepositories(
        database.select().from(repositories).where(isActive).orderBy(repositories.id).all(),
      );
    },
    async list() {
      return toRepositories(database.select().from(repositories).orderBy(repositories.id).all());
    },
  };
}

/** Whether what is told of a repository comes late: it was changed since. */
function isOld(reader: Pick<Database, "select">, { id, updatedAt }: Repository): boolean {
  const before = reader.select().from(repositories).where(eq(repositories.id, id)).get()?.updatedAt;
  return !!before && updatedAt !== undefined && updatedAt < before;
}

/** Has asked again what is refused of a repository, where what GitHub tells opens it; returns what was told before. */
function reopenIfOpened(
  transaction: Pick<Database, "select" | "update">,
  told: Openness & Pick<Repository, "id">,
): Openness | undefined {
  const row = transaction.select().from(repositories).where(eq(repositories.id, told.id)).get();
  const before = toRepository(row);
  if (before !== undefined && isOpened(before, told)) reopenRepositories(transaction, [told.id]);
  return before;
}

/** Whether what is told is known; what is not told changes nothing. */
function isSame(before: Openness, { isArchived, hasIssues, updatedAt }: Openness): boolean {
  const isSaid = <Value>(said: Value | undefined, was: Value | undefined) =>
    said === undefined || said === was;
  return (
    isSaid(isArchived, before.isArchived) &&
    isSaid(hasIssues, before.hasIssues) &&
    isSaid(updatedAt?.getTime(), before.updatedAt?.getTime())
  );
}

type Row = typeof repositories.$inferSelect;

function toRepositories(rows: readonly Row[]): Repository[] {
  return rows.flatMap((row) => toRepository(row) ?? []);
}

function toRepository(row: Row | undefined): Repository | undefined {
  return row && { ...row, hasIssues: row.hasIssues ?? undefined, updatedAt: row.updatedAt ?? undefined };
}

function assertCovered(
  reader: Pick<Database, "select">,
  { id, installationId }: Pick<Repository, "id" | "installationId">,
): void {
  if (isRepositoryRemoved(reader, installationId, id))
    throw new Error(`repository ${id} was removed from installation ${installationId}`);
}
