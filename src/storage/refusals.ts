import { asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import type { Refusal, RefusalReason, Refused } from "../domain/refusal.ts";
import { buildUpsert, matches, placeholders } from "./rows.ts";
import { refusals } from "./schema/refusals.ts";
import { repositories } from "./schema/repositories.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

/** The repository and the kind of a refusal. */
interface RefusalKey {
  readonly repositoryId: number;
  readonly refused: Refused;
}

/** A new refusal. */
interface MetRefusal extends RefusalKey {
  readonly reason: RefusalReason;
  readonly at: Date;
}

/** A refusal, with the present name of its repository. */
export interface NamedRefusal extends Refusal {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
}

/** The refusals of GitHub, each until somebody changes something. */
export interface RefusalStore {
  find(key: RefusalKey): Promise<Refusal | undefined>;
  /** Records a refusal, to be tried again a day later. Returns whether it is new, or has another reason than before. */
  save(refusal: MetRefusal): Promise<boolean>;
  /** Deletes a refusal, since GitHub accepted the request. */
  lift(key: RefusalKey): Promise<void>;
  /** Makes the refusals of a repository due again now, since something may have changed. Returns their kinds. */
  reopen(repositoryId: number): Promise<readonly Refused[]>;
  /** All refusals, by their kind and by the names of the repositories. */
  list(): Promise<readonly NamedRefusal[]>;
}

/** Without an event that reports a change, GitHub is asked once a day. */
const ASKED_AGAIN_MS = DAY_MS;

const FIND = build
  .select()
  .from(refusals)
  .where(matches(refusals, placeholders("repositoryId", "refused")));
const LIFT = build.delete(refusals).where(matches(refusals, placeholders("repositoryId", "refused")));
const LIST = build
  .select({ ...getTableColumns(refusals), owner: repositories.owner, name: repositories.name })
  .from(refusals)
  .innerJoin(repositories, eq(repositories.id, refusals.repositoryId))
  .orderBy(asc(refusals.refused), asc(refusals.reason), asc(repositories.owner), asc(repositories.name));

/** Stores refusals. */
export function createRefusalStore(database: SqlDatabase): RefusalStore {
  return {
    find: (key) => find(database, key),
    async save({ at, ...refusal }) {
      return database.transaction(async (transaction) => {
        const before = await find(transaction, refusal);
        const isNew = before?.reason !== refusal.reason;
        const askAgainAt = new Date(at.getTime() + ASKED_AGAIN_MS);
        const row = { ...refusal, since: isNew ? at : before.since, askAgainAt };
        const key = [refusals.repositoryId, refusals.refused];
        await transaction.run(buildUpsert(refusals, { row, key }));
        return isNew;
      });
    },
    async lift(key) {
      // Most have none, and reading takes no lock.
      if ((await find(database, key)) !== undefined) await database.run(LIFT, { ...key });
    },
    reopen: (repositoryId) => reopenRepositories(database, [repositoryId]),
    list: () => database.all(LIST),
  };
}

async function find(
  connection: Connection,
  { repositoryId, refused }: RefusalKey,
): Promise<Refusal | undefined> {
  const { repositoryId: _, ...row } = (await connection.one(FIND, { repositoryId, refused })) ?? {};
  return "refused" in row ? row : undefined;
}

/** Makes the refusals of repositories due again now. Their beginning stays. */
export async function reopenRepositories(
  connection: Connection,
  ids: readonly number[],
): Promise<readonly Refused[]> {
  const reopened = await connection.all(
    build
      .update(refusals)
      .set({ askAgainAt: sql`0` })
      .where(inArray(refusals.repositoryId, [...ids]))
      .returning({ refused: refusals.refused }),
  );
  return reopened.map(({ refused }) => refused);
}
