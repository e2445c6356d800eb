import { and, eq, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { deliveries } from "./schema/deliveries.ts";
import { repositories } from "./schema/repositories.ts";

/** A repository, known by its numeric id; its names may change. */
export interface Repository {
  readonly id: number;
  readonly installationId: number;
  readonly owner: string;
  readonly name: string;
}

/** The repositories that deliveries came from. */
export interface RepositoryStore {
  /** Records a repository under its current name. */
  remember(repository: Repository): Promise<void>;
  find(id: number): Promise<Repository | undefined>;
  /** Finds a repository by its current name, in any case, as GitHub does. */
  findByName(owner: string, name: string): Promise<Repository | undefined>;
  /** The repositories of an owner, by their current names. */
  listOf(owner: string): Promise<readonly Repository[]>;
  list(): Promise<readonly Repository[]>;
  /** Deletes everything of a repository. */
  forget(id: number): Promise<void>;
}

/** Stores repositories in SQLite. */
export function createRepositoryStore(database: Database): RepositoryStore {
  return {
    async remember(repository) {
      database
        .insert(repositories)
        .values(repository)
        .onConflictDoUpdate({ target: repositories.id, set: repository })
        .run();
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
    async forget(id) {
      database.transaction((transaction) => {
        transaction.delete(deliveries).where(eq(deliveries.repositoryId, id)).run();
        transaction.delete(repositories).where(eq(repositories.id, id)).run();
      });
    },
    async list() {
      return database.select().from(repositories).orderBy(repositories.id).all();
    },
  };
}
