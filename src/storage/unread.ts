import { and, asc, count, eq, isNotNull, isNull, lt, lte, not, or, sql } from "drizzle-orm";
import { HOUR_MS } from "../domain/durations.ts";
import type { MissingPart, UnreadKey, UnreadKind } from "../domain/records/unread.ts";
import { isReadable } from "./access.ts";
import { asList, isAmong } from "./among.ts";
import { buildPartitions, isOnly, listPartitions, type PartitionPage } from "./partitions.ts";
import { buildUpsert, matches, placeholders, withoutNulls } from "./rows.ts";
import { IS_TO_BE_READ, unread } from "./schema/unread.ts";
import type { Connection, SqlDatabase } from "./sql/handle.ts";
import { build, template } from "./sql/query.ts";
import { timesOf } from "./store-time.ts";
import { MAY_BE_REQUESTED } from "./waits.ts";

/** The changes that merged after a time. */
interface Merged {
  readonly after: Date;
  readonly now: Date;
}

/** A fact that GitHub did not provide. */
export interface Unread extends UnreadKey {
  /** The requested range; for a tag or deployment, its name. */
  readonly source: string;
  /** The missing facts; `undefined` while nothing is recorded, and the first requests continue. */
  readonly missing: MissingPart | undefined;
  readonly since: Date;
  readonly triedAt: Date;
  readonly tries: number;
  /** The number of answers that GitHub cannot provide it (5xx). */
  readonly refusals: number;
  /** The time of the next request; `undefined` when only an event causes one. */
  readonly dueAt: Date | undefined;
  /** Whether deployments no longer cause a request. */
  readonly isOver: boolean;
}

interface UnreadCount {
  readonly kind: UnreadKind;
  readonly count: number;
}

/** The facts that must wait. */
interface NotNow {
  readonly busyRepositories: readonly number[];
  /** Whether to leave out facts that are recorded as missing. */
  readonly isUrgentOnly: boolean;
  /** The only repository that is asked for; each one if absent. */
  readonly only?: number | undefined;
}

/** Unread facts, and the times of their next requests. */
export interface UnreadStore {
  find(key: UnreadKey): Promise<Unread | undefined>;
  save(unread: Unread): Promise<void>;
  /** Deletes a fact, since it was read. */
  remove(key: UnreadKey): Promise<void>;
  /**
   * Notes that the changes of a repository which merged after a time, and were read, are to be read again: what decides
   * about them became known later.
   */
  noteMerged(repositoryId: number, when: Merged): Promise<void>;
  /** Makes the recorded facts of a repository due now, except those that were tried within the last hour. */
  makeDue(repositoryId: number, now: Date): Promise<void>;
  /** The number of recorded unread facts, by kind. */
  countByKind(): Promise<readonly UnreadCount[]>;
  /** The fact that is due for longest, in a repository that the app may read. Facts without a record come first. */
  findNextDue(now: Date, notNow: NotNow): Promise<Unread | undefined>;
  /** The repositories with due facts; with `isUrgentOnly`, only of facts without a record. */
  listDueRepositories(
    now: Date,
    page: PartitionPage & Pick<NotNow, "isUrgentOnly">,
  ): Promise<readonly number[]>;
}

const FIND = build
  .select()
  .from(unread)
  .where(matches(unread, placeholders("repositoryId", "kind", "name")));
const IS_DUE = and(
  IS_TO_BE_READ,
  lte(unread.dueAt, sql.placeholder("now")),
  or(isNull(unread.missing), sql`${sql.placeholder("isUrgentOnly")} = 0`),
  isReadable(unread.repositoryId, MAY_BE_REQUESTED),
);
const DUE_REPOSITORIES = buildPartitions(unread, unread.repositoryId, IS_DUE);
const NEXT_DUE = build
  .select()
  .from(unread)
  .where(
    and(
      IS_DUE,
      not(isAmong(unread.repositoryId, sql.placeholder("busy"))),
      isOnly(unread.repositoryId, sql.placeholder("only")),
    ),
  )
  .orderBy(sql`${unread.missing} is not null`, asc(unread.dueAt))
  .limit(1);
const COUNTS = build
  .select({ kind: unread.kind, count: count() })
  .from(unread)
  .where(isNotNull(unread.missing))
  .groupBy(unread.kind);

const NOW = sql`cast(${sql.placeholder("now")} as bigint)`;
const NOTE_MERGED = template(sql`
  insert into unread (repository_id, kind, name, source, since, tried_at, tries, refusals, due_at, is_over)
  select repository_id, 'change', id, '', ${NOW}, ${NOW}, 0, 0, ${NOW}, false from changes
  where repository_id = ${sql.placeholder("repositoryId")} and merged_at > ${sql.placeholder("after")}
    and read_from is not null
  on conflict (repository_id, kind, name) do update set due_at = excluded.due_at`);

/** Notes that the changes of a repository which merged after a time, and were read, are to be read again. */
export async function noteMerged(
  connection: Connection,
  repositoryId: number,
  { after, now }: Merged,
): Promise<void> {
  await connection.run(NOTE_MERGED, { repositoryId, after: after.getTime(), now: now.getTime() });
}

/** Stores unread facts. */
export function createUnreadStore(database: SqlDatabase): UnreadStore {
  const findRow = ({ repositoryId, kind, name }: UnreadKey) =>
    database.one(FIND, { repositoryId, kind, name });
  return {
    async find(key) {
      const row = await findRow(key);
      return row && withoutNulls(row);
    },
    async save(fact) {
      const row = { ...fact, missing: fact.missing ?? null, dueAt: fact.dueAt ?? null };
      const key = [unread.repositoryId, unread.kind, unread.name];
      await database.run(buildUpsert(unread, { row, key }));
    },
    async remove(key) {
      const { repositoryId, kind, name } = key;
      // Most have none, and reading takes no lock.
      if ((await findRow(key)) === undefined) return;
      await database.run(build.delete(unread).where(matches(unread, { repositoryId, kind, name })));
    },
    noteMerged: (repositoryId, when) => noteMerged(database, repositoryId, when),
    async makeDue(repositoryId, now) {
      const isRecorded = and(eq(unread.repositoryId, repositoryId), isNotNull(unread.missing));
      const isRested = lt(unread.triedAt, new Date(now.getTime() - HOUR_MS));
      const isIt = and(isRecorded, isRested, eq(unread.isOver, false));
      await database.run(build.update(unread).set({ dueAt: now }).where(isIt));
    },
    countByKind: () => database.all(COUNTS),
    listDueRepositories: (now, { isUrgentOnly, ...page }) =>
      listPartitions(database, DUE_REPOSITORIES, now, page, { isUrgentOnly: isUrgentOnly ? 1 : 0 }),
    async findNextDue(now, { busyRepositories, isUrgentOnly, only }) {
      const row = await database.one(NEXT_DUE, {
        ...timesOf(now),
        isUrgentOnly: isUrgentOnly ? 1 : 0,
        busy: asList(busyRepositories),
        only: only ?? null,
      });
      return row && withoutNulls(row);
    },
  };
}
