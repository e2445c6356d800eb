import { asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import type { Refusal, RefusalReason, Refused } from "../domain/refusal.ts";
import type { Database } from "./database.ts";
import { bound, matches, put } from "./rows.ts";
import { refusals } from "./schema/refusals.ts";
import { repositories } from "./schema/repositories.ts";

/** Which repository refuses what. */
interface RefusalKey {
  readonly repositoryId: number;
  readonly refused: Refused;
}

/** A refusal as it is met. */
interface MetRefusal extends RefusalKey {
  readonly reason: RefusalReason;
  readonly at: Date;
}

/** A refusal, and of which repository, by its name now. */
export interface NamedRefusal extends Refusal {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
}

/** What GitHub refuses of repositories until somebody changes something. */
export interface RefusalStore {
  find(key: RefusalKey): Promise<Refusal | undefined>;
  /** Records a refusal, to be asked again a day later; returns whether it is new, or for another reason than before. */
  save(refusal: MetRefusal): Promise<boolean>;
  /** Forgets a refusal: GitHub did what was asked. */
  lift(key: RefusalKey): Promise<void>;
  /** Has what is refused of a repository asked again now, since something may have changed; returns what it was. */
  reopen(repositoryId: number): Promise<readonly Refused[]>;
  /** All refusals, those of each kind together, by the names of the repositories. */
  list(): Promise<readonly NamedRefusal[]>;
}

/** Where nothing changes that GitHub tells of, it is asked once a day. */
const ASKED_AGAIN_MS = DAY_MS;

/** Stores refusals in SQLite. */
export function createRefusalStore(database: Database): RefusalStore {
  const byKey = ({ repositoryId, refused }: RefusalKey) => matches(refusals, { repositoryId, refused });
  // Prepared, since each check run and each look for a config asks.
  const rowOf = database
    .select()
    .from(refusals)
    .where(matches(refusals, bound("repositoryId", "refused")))
    .prepare();
  const find = ({ repositoryId, refused }: RefusalKey): Refusal | undefined => {
    const { repositoryId: _, ...row } = rowOf.get({ repositoryId, refused }) ?? {};
    return "refused" in row ? row : undefined;
  };
  return {
    find: async (key) => find(key),
    async save({ at, ...refusal }) {
      return database.transaction((transaction) => {
        const before = transaction.select().from(refusals).where(byKey(refusal)).get();
        const isNew = before?.reason !== refusal.reason;
        const askAgainAt = new Date(at.getTime() + ASKED_AGAIN_MS);
        const row = { ...refusal, since: isNew ? at : before.since, askAgainAt };
        put(transaction, refusals, { row, key: [refusals.repositoryId, refusals.refused] });
        return isNew;
      });
    },
    async lift(key) {
      if (find(key) !== undefined) database.delete(refusals).where(byKey(key)).run();
    },
    reopen: async (repositoryId) => reopenRepositories(database, [repositoryId]),
    async list() {
      const { owner, name } = repositories;
      return database
        .select({ ...getTableColumns(refusals), owner, name })
        .from(refusals)
        .innerJoin(repositories, eq(repositories.id, refusals.repositoryId))
        .orderBy(asc(refusals.refused), asc(refusals.reason), asc(owner), asc(name))
        .all();
    },
  };
}

/** Has what is refused of repositories asked again now; since when it is refused stays. */
export function reopenRepositories(writer: Pick<Database, "update">, ids: readonly number[]): Refused[] {
  return writer
    .update(refusals)
    .set({ askAgainAt: sql`0` })
    .where(inArray(refusals.repositoryId, [...ids]))
    .returning({ refused: refusals.refused })
    .all()
    .map(({ refused }) => refused);
}
