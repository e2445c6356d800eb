import { and, eq, type SQL, sql } from "drizzle-orm";
import { isOpened, type Openness } from "../domain/refusal.ts";
import { isLetIn } from "./access.ts";
import { reopenRepositories } from "./refusals.ts";
import { isRepositoryRemoved, rememberRemovedRepository } from "./removals.ts";
import { buildUpsert, matches, placeholders, withoutNulls } from "./rows.ts";
import { deliveries } from "./schema/deliveries.ts";
import { repositories } from "./schema/repositories.ts";
import { leaveScopes } from "./scopes.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";
import { forgetWaitsOfRepository } from "./waits.ts";

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

const FIND = build
  .select()
  .from(repositories)
  .where(matches(repositories, placeholders("id")));

/** Stores repositories. */
export function createRepositoryStore(database: SqlDatabase): RepositoryStore {
  const list = async (which?: SQL) => {
    const rows = await database.all(build.select().from(repositories).where(which).orderBy(repositories.id));
    return rows.map(withoutNulls);
  };
  return {
    remember: (repository) => remember(database, repository),
    saveOpenness: (known) => saveOpenness(database, known),
    async move(removal, to) {
      await database.transaction(async (transaction) => {
        await assertCovered(transaction, { id: removal.id, installationId: to });
        const isIt = eq(repositories.id, removal.id);
        await transaction.run(build.update(repositories).set({ installationId: to }).where(isIt));
        await leaveScopes(transaction, removal, to);
        // Later deliveries of the former installation must not move it back.
        await rememberRemovedRepository(transaction, removal);
      });
    },
    find: (id) => find(database, id),
    findByName: (owner, name) => findByName(database, owner, name),
    listByOwner: (owner) => list(eq(sql`lower(${repositories.owner})`, owner.toLowerCase())),
    forget: (removal) => forget(database, removal),
    listActive: () => list(isLetIn(repositories.installationId)),
    list: () => list(),
  };
}

async function remember(database: SqlDatabase, repository: Repository): Promise<Repository> {
  // Each delivery names its repository, and nearly all of these are known.
  const known = await find(database, repository.id);
  if (known !== undefined && isKnown(known, repository)) return known;
  return database.transaction(async (transaction) => {
    await assertCovered(transaction, repository);
    const before = await find(transaction, repository.id);
    if (before !== undefined && isOld(before, repository)) return before;
    if (before !== undefined && isOpened(before, repository))
      await reopenRepositories(transaction, [repository.id]);
    await transaction.run(buildUpsert(repositories, { row: repository, key: repositories.id }));
    return (await find(transaction, repository.id)) ?? repository;
  });
}

async function assertCovered(
  connection: Connection,
  { id, installationId }: Pick<Repository, "id" | "installationId">,
): Promise<void> {
  if (await isRepositoryRemoved(connection, installationId, id))
    throw new Error(`repository ${id} was removed from installation ${installationId}`);
}

async function find(connection: Connection, id: number): Promise<Repository | undefined> {
  return toRepository(await connection.one(FIND, { id }));
}

async function saveOpenness(database: SqlDatabase, known: Iterable<KnownOpenness>): Promise<void> {
  const all = [...known];
  await database.transaction(async (transaction) => {
    for (const { id, isArchived, hasIssues, updatedAt } of all) {
      const set = { isArchived, hasIssues, updatedAt };
      const before = await find(transaction, id);
      if (before === undefined || isSame(before, set)) continue;
      if (isOpened(before, set)) await reopenRepositories(transaction, [id]);
      await transaction.run(build.update(repositories).set(set).where(eq(repositories.id, id)));
    }
  });
}

/** Finds a repository by its current name, ignoring case. */
async function findByName(
  connection: Connection,
  owner: string,
  name: string,
): Promise<Repository | undefined> {
  const isNamed = and(
    eq(sql`lower(${repositories.owner})`, owner.toLowerCase()),
    eq(sql`lower(${repositories.name})`, name.toLowerCase()),
  );
  return toRepository(await connection.one(build.select().from(repositories).where(isNamed)));
}

async function forget(database: SqlDatabase, removal: Removal): Promise<void> {
  const { id, installationId } = removal;
  await database.transaction(async (transaction) => {
    const isItsDelivery = matches(deliveries, { repositoryId: id, installationId });
    await transaction.run(build.delete(deliveries).where(isItsDelivery));
    await transaction.run(build.delete(repositories).where(matches(repositories, { id, installationId })));
    await forgetWaitsOfRepository(transaction, id);
    await rememberRemovedRepository(transaction, removal);
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
