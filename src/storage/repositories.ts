import { and, eq, sql } from "drizzle-orm";
import { isLetIn } from "./access.ts";
import type { Database } from "./database.ts";
import { isRepositoryRemoved, rememberRemovedRepository } from "./removals.ts";
import { deliveries } from "./schema/deliveries.ts";
import { repositories } from "./schema/repositories.ts";

/** A repository, known by its numeric id; its names may change. */
export interface Repository {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
  /** Whether GitHub lets nobody write to it; absent where that is not told, which leaves it as it was. */
  readonly isArchived?: boolean | undefined;
}

/** Which repository is removed from which installation, and when. */
export interface Removal {
  readonly id: number;
  readonly installationId: number;
  readonly at: Date;
}

/** The repositories that deliveries came from. */
export interface RepositoryStore {
  /** Records a repository under its current name. Throws when its installation does not cover it any more. */
  remember(repository: Repository): Promise<void>;
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
        transaction
          .insert(repositories)
          .values(repository)
          .onConflictDoUpdate({ target: repositories.id, set: repository })
          .run();
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
      return database.select().from(repositories).where(eq(repositories.id, id)).get();
    },
    async findByName(owner, name) {
      const isNamed = and(
        eq(sql`lower(${repositories.owner})`, owner.toLowerCase()),
        eq(sql`lower(${repositories.name})`, name.toLowerCase()),
      );
      return database.select().from(repositories).where(isNamed).get();
    },
    async listOf(owner) {
      const isOwned = eq(sql`lower(${repositories.owner})`, owner.toLowerCase());
      return database.select().from(repositories).where(isOwned).orderBy(repositories.id).all();
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
      return database.select().from(repositories).where(isActive).orderBy(repositories.id).all();
    },
    async list() {
      return database.select().from(repositories).orderBy(repositories.id).all();
    },
  };
}

function assertCovered(
  reader: Pick<Database, "select">,
  { id, installationId }: Pick<Repository, "id" | "installationId">,
): void {
  if (isRepositoryRemoved(reader, installationId, id))
    throw new Error(`repository ${id} was removed from installation ${installationId}`);
}
