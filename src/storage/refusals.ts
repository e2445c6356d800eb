import { asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import type { Refusal, RefusalReason, Refused } from "../domain/refusal.ts";
import type { Database } from "./database.ts";
import { matches, placeholders, upsert } from "./rows.ts";
import { refusals } from "./schema/refusals.ts";
import { repositories } from "./schema/repositories.ts";

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

/** Stores refusals in SQLite. */
export function createRefusalStore(database: Database): RefusalStore {
  const byKey = ({ repositoryId, refused }: RefusalKey) => matches(refusals, { repositoryId, refused });
  // Prepared, since each check run and each search for a config runs it.
  const rowOf = database
    .select()
    .from(refusals)
    .where(matches(refusals, placeholders("repositoryId", "refused")))
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
        upsert(transaction, refusals, { row, key: [refusals.repositoryId, refusals.refused] });
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

/** Makes the refusals of repositories due again now. Their beginning stays. */
export function reopenRepositories(writer: Pick<Database, "update">, ids: readonly number[]): Refused[] {
  return writer
    .update(refusals)
    .set({ askAgainAt: sql`0` })
    .where(inArray(refusals.repositoryId, [...ids]))
    .returning({ refused: refusals.refused })
    .all()
    .map(({ refused }) => refused);
}
