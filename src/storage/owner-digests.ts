import { and, eq, isNotNull } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { DigestChoice } from "../domain/digest-choice.ts";
import type { Database } from "./database.ts";
import { upsert, withoutNulls } from "./rows.ts";
import { digestChoices, installations, repositories } from "./schema/repositories.ts";

/** An owner whose digest cannot be published in the configured place, with the reason and its beginning. */
export interface DigestProblem {
  readonly owner: string;
  readonly problem: string;
  readonly since: Date;
}

/** The choices of whether owners have one digest for all their repositories. */
interface DigestChoices {
  /** Finds the last choice of whether the owner has one digest for all its repositories. */
  findDigestChoice(id: number): Promise<DigestChoice | undefined>;
  /** Records that choice; `undefined` deletes it. */
  saveDigestChoice(id: number, choice: DigestChoice | undefined): Promise<void>;
}

/** The turn of an installation's digests, and why its owner's digest cannot be published. */
export interface OwnerDigests extends DigestChoices {
  /** The repository whose digest is written next; `undefined` at the beginning. */
  findDigestTurn(id: number): Promise<number | undefined>;
  /** Records the repository whose digest is written next. */
  saveDigestTurn(id: number, repositoryId: number): Promise<void>;
  /** Records why the owner's digest cannot be published in the configured place. Returns whether the reason is new. */
  saveDigestProblem(id: number, problem: string, at: Date): Promise<boolean>;
  /** Deletes the problem: the digest can be published, or no config asks for it. */
  liftDigestProblem(id: number): Promise<void>;
  /** All digest problems, by the names of the owners. */
  listDigestProblems(): Promise<readonly DigestProblem[]>;
}

/** Stores them in SQLite, with the installations. */
export function createOwnerDigests(database: Database): OwnerDigests {
  return {
    async findDigestTurn(id) {
      const row = database.select().from(installations).where(eq(installations.id, id)).get();
      return row?.digestTurn ?? undefined;
    },
    async saveDigestTurn(id, repositoryId) {
      update(id, { digestTurn: repositoryId });
    },
    ...createDigestChoices(database),
    async saveDigestProblem(id, problem, at) {
      return database.transaction((transaction) => {
        const before = transaction.select().from(installations).where(eq(installations.id, id)).get();
        if (before?.digestProblem === problem) return false;
        update(id, { digestProblem: problem, digestProblemSince: at });
        return true;
      });
    },
    async liftDigestProblem(id) {
      const row = { digestProblem: null, digestProblemSince: null };
      const has = and(eq(installations.id, id), isNotNull(installations.digestProblem));
      database.update(installations).set(row).where(has).run();
    },
    async listDigestProblems() {
      const { digestProblem: problem, digestProblemSince: since } = installations;
      return database
        .selectDistinct({ owner: repositories.owner, problem, since })
        .from(installations)
        .innerJoin(repositories, eq(repositories.installationId, installations.id))
        .where(isNotNull(problem))
        .orderBy(repositories.owner)
        .all()
        .flatMap(({ owner, problem: why, since: from }) =>
          why === null || from === null ? [] : [{ owner, problem: why, since: from }],
        );
    },
  };

  function update(id: number, set: SQLiteUpdateSetSource<typeof installations>): void {
    database.update(installations).set(set).where(eq(installations.id, id)).run();
  }
}

function createDigestChoices(database: Database): DigestChoices {
  return {
    async findDigestChoice(id) {
      const isOwners = eq(digestChoices.installationId, id);
      const { week, per, repositoryId } = digestChoices;
      const row = database.select({ week, per, repositoryId }).from(digestChoices).where(isOwners).get();
      return row && withoutNulls(row);
    },
    async saveDigestChoice(installationId, choice) {
      if (choice === undefined) {
        database.delete(digestChoices).where(eq(digestChoices.installationId, installationId)).run();
        return;
      }
      const row = { installationId, ...choice, repositoryId: choice.repositoryId ?? null };
      upsert(database, digestChoices, { row, key: digestChoices.installationId });
    },
  };
}
