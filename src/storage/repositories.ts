import { and, eq, type SQL, sql } from "drizzle-orm";
import { isOpened, type Openness } from "../domain/refusal.ts";
import { isLetIn } from "./access.ts";
import type { Database } from "./database.ts";
import { reopenRepositories } from "./refusals.ts";
import { createRemovalReader, rememberRemovedRepository } from "./removals.ts";
import { matches, placeholders, upsert, withoutNulls } from "./rows.ts";
import { deliveries } from "./schema/deliveries.ts";
import { repositories } from "./schema/repositories.ts";

/** A repository, identified by its numeric id. Its names may change. Absent fields stay unchanged. */
export interface Repository extends Openness {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
}

/** The removal of a repository from an installation. */
interface Removal {
  readonly id: number;
  readonly installationId: number;
  readonly at: Date;
}

type KnownOpenness = Openness & Pick<Repository, "id">;

/** The repositories of received deliveries. */
export interface RepositoryStore {
  /**
   * Records a repository under its current name, and returns the stored one. Older data from GitHub changes nothing.
   *
   * Throws when its installation no longer covers it.
   */
  remember(repository: Repository): Promise<Repository>;
  /** Records GitHub's data of stored repositories. If they are opened, their refusals are tried again. */
  saveOpenness(known: Iterable<KnownOpenness>): Promise<void>;
  /**
   * Moves a repository with all its data to another installation. The former one no longer covers it.
   *
   * Throws when the other one does not cover it either.
   */
  move(removal: Removal, to: number): Promise<void>;
  find(id: number): Promise<Repository | undefined>;
  /** Finds a repository by its current name, ignoring case, as GitHub does. */
  findByName(owner: string, name: string): Promise<Repository | undefined>;
  /** The repositories of an owner, by their current names. */
  listByOwner(owner: string): Promise<readonly Repository[]>;
  list(): Promise<readonly Repository[]>;
  /** The repositories of installations that are not suspended. */
  listActive(): Promise<readonly Repository[]>;
  /**
   * Deletes everything of a repository, unless it belongs to another installation now. The fact of the removal is kept
   * for 14 days.
   */
  forget(removal: Removal): Promise<void>;
}

/** Stores repositories in SQLite. */
export function createRepositoryStore(database: Database): RepositoryStore {
  const find = createFinder(database);
  const list = (which?: SQL) =>
    database.select().from(repositories).where(which).orderBy(repositories.id).all().map(withoutNulls);
  const { isRepositoryRemoved } = createRemovalReader(database);
  const assertCovered = ({ id, installationId }: Pick<Repository, "id" | "installationId">) => {
    if (isRepositoryRemoved(installationId, id))
      throw new Error(`repository ${id} was removed from installation ${installationId}`);
  };
  return {
    async remember(repository) {
      const before = find(repository.id);
      if (before !== undefined && isKnown(before, repository)) return before;
      return database.transaction((transaction) => {
        assertCovered(repository);
        if (before !== undefined && isOld(before, repository)) return before;
        if (before !== undefined && isOpened(before, repository))
          reopenRepositories(transaction, [repository.id]);
        upsert(transaction, repositories, { row: repository, key: repositories.id });
        return find(repository.id) ?? repository;
      });
    },
    saveOpenness: async (known) => saveOpenness(database, find, known),
    async move(removal, to) {
      database.transaction((transaction) => {
        assertCovered({ id: removal.id, installationId: to });
        transaction
          .update(repositories)
          .set({ installationId: to })
          .where(eq(repositories.id, removal.id))
          .run();
        // Later deliveries of the former installation must not move it back.
        rememberRemovedRepository(transaction, removal);
      });
    },
    find: async (id) => find(id),
    findByName: async (owner, name) => findByName(database, owner, name),
    listByOwner: async (owner) => list(eq(sql`lower(${repositories.owner})`, owner.toLowerCase())),
    forget: async (removal) => forget(database, removal),
    listActive: async () => list(isLetIn(repositories.installationId)),
    list: async () => list(),
  };
}

/** Prepared, since each delivery names its repository. */
function createFinder(database: Database) {
  const row = database
    .select()
    .from(repositories)
    .where(matches(repositories, placeholders("id")))
    .prepare();
  return (id: number) => toRepository(row.get({ id }));
}

function saveOpenness(
  database: Database,
  find: ReturnType<typeof createFinder>,
  known: Iterable<KnownOpenness>,
): void {
  database.transaction((transaction) => {
    for (const { id, isArchived, hasIssues, updatedAt } of known) {
      const set = { isArchived, hasIssues, updatedAt };
      const before = find(id);
      if (before === undefined || isSame(before, set)) continue;
      if (isOpened(before, set)) reopenRepositories(transaction, [id]);
      transaction.update(repositories).set(set).where(eq(repositories.id, id)).run();
    }
  });
}

/** Finds a repository by its current name, ignoring case. */
function findByName(database: Database, owner: string, name: string): Repository | undefined {
  const isNamed = and(
    eq(sql`lower(${repositories.owner})`, owner.toLowerCase()),
    eq(sql`lower(${repositories.name})`, name.toLowerCase()),
  );
  return toRepository(database.select().from(repositories).where(isNamed).get());
}

function forget(database: Database, removal: Removal): void {
  const { id, installationId } = removal;
  database.transaction((transaction) => {
    transaction
      .delete(deliveries)
      .where(matches(deliveries, { repositoryId: id, installationId }))
      .run();
    transaction.delete(repositories).where(matches(repositories, { id, installationId })).run();
    rememberRemovedRepository(transaction, removal);
  });
}

/** Whether the data is late: the repository has changed since. */
function isOld(before: Repository, { updatedAt }: Repository): boolean {
  return before.updatedAt !== undefined && updatedAt !== undefined && updatedAt < before.updatedAt;
}

/** Whether the stored repository has the same data. A stored repository is covered. */
function isKnown(before: Repository, after: Repository): boolean {
  const { installationId, owner, name } = after;
  const isNamed = before.owner === owner && before.name === name;
  return isNamed && before.installationId === installationId && isSame(before, after);
}

/** Whether the data is the same. Absent fields count as the same. */
function isSame(before: Openness, { isArchived, hasIssues, updatedAt }: Openness): boolean {
  const isSaid = <Value>(said: Value | undefined, was: Value | undefined) =>
    said === undefined || said === was;
  return (
    isSaid(isArchived, before.isArchived) &&
    isSaid(hasIssues, before.hasIssues) &&
    isSaid(updatedAt?.getTime(), before.updatedAt?.getTime())
  );
}

function toRepository(row: typeof repositories.$inferSelect | undefined): Repository | undefined {
  return row && withoutNulls(row);
}
