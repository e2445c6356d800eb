import { and, eq, isNotNull } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { DigestChoice } from "../domain/digest-choice.ts";
import { buildUpsert, matches, placeholders, withoutNulls } from "./rows.ts";
import { digestChoices, installations, repositories } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

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

const FIND = build
  .select()
  .from(installations)
  .where(matches(installations, placeholders("id")));
const LIST = build
  .selectDistinct({
    owner: repositories.owner,
    problem: installations.digestProblem,
    since: installations.digestProblemSince,
  })
  .from(installations)
  .innerJoin(repositories, eq(repositories.installationId, installations.id))
  .where(isNotNull(installations.digestProblem))
  .orderBy(repositories.owner);

/** Stores them with the installations. */
export function createOwnerDigests(database: SqlDatabase): OwnerDigests {
  return {
    async findDigestTurn(id) {
      return (await database.one(FIND, { id }))?.digestTurn ?? undefined;
    },
    async saveDigestTurn(id, repositoryId) {
      await update(database, id, { digestTurn: repositoryId });
    },
    ...createDigestChoices(database),
    saveDigestProblem: (id, problem, at) =>
      database.transaction(async (transaction) => {
        const before = await transaction.one(FIND, { id });
        if (before?.digestProblem === problem) return false;
        await update(transaction, id, { digestProblem: problem, digestProblemSince: at });
        return true;
      }),
    async liftDigestProblem(id) {
      const row = { digestProblem: null, digestProblemSince: null };
      const has = and(eq(installations.id, id), isNotNull(installations.digestProblem));
      await database.run(build.update(installations).set(row).where(has));
    },
    async listDigestProblems() {
      const rows = await database.all(LIST);
      return rows.flatMap(({ owner, problem, since }) =>
        problem === null || since === null ? [] : [{ owner, problem, since }],
      );
    },
  };
}

async function update(
  connection: Connection,
  id: number,
  set: SQLiteUpdateSetSource<typeof installations>,
): Promise<void> {
  await connection.run(build.update(installations).set(set).where(eq(installations.id, id)));
}

const CHOICE = build
  .select({ week: digestChoices.week, per: digestChoices.per, repositoryId: digestChoices.repositoryId })
  .from(digestChoices)
  .where(matches(digestChoices, placeholders("installationId")));
const DELETE_CHOICE = build
  .delete(digestChoices)
  .where(matches(digestChoices, placeholders("installationId")));

function createDigestChoices(database: SqlDatabase): DigestChoices {
  return {
    async findDigestChoice(installationId) {
      const row = await database.one(CHOICE, { installationId });
      return row && withoutNulls(row);
    },
    async saveDigestChoice(installationId, choice) {
      if (choice === undefined) {
        await database.run(DELETE_CHOICE, { installationId });
        return;
      }
      const row = { installationId, ...choice, repositoryId: choice.repositoryId ?? null };
      await database.run(buildUpsert(digestChoices, { row, key: digestChoices.installationId }));
    },
  };
}
