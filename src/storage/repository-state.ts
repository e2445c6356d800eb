import { sql } from "drizzle-orm";
import type { Warning } from "../domain/metric/warnings.ts";
import { placeholders } from "./rows.ts";
import type { Connection } from "./sql/handle.ts";
import { template } from "./sql/query.ts";

/** The state of a repository as a whole. */
export interface RepositoryState {
  readonly firstEffectAt: Date | undefined;
  readonly firstMerge: Date | undefined;
  /** The last merge in a sealed week, whose builder is only a token. */
  readonly lastSealed: Date | undefined;
  /** The time before which only merged pull requests were read; absent where all were. */
  readonly mergedOnlyBefore: Date | undefined;
  /** The newest deployment or release in force at the end of an interval; if there was none yet, the first one. */
  readonly newest: { readonly kind: "deployment" | "release" } | undefined;
  /** The warnings about the data of an interval. */
  readonly warnings: readonly Warning[];
}

interface Row {
  readonly firstEffectAt: number | null;
  readonly firstMerge: number | null;
  readonly lastSealed: number | null;
  readonly mergedOnlyBefore: number | null;
  readonly newest: number | null;
  readonly isRewritten: 0 | 1;
  readonly isIncomplete: 0 | 1;
  readonly isFactMissing: 0 | 1;
}

const { repositoryId, from, until } = placeholders("repositoryId", "from", "until");
const IN_FORCE = sql`
  select deployment_id from landings
  where repository_id = ${repositoryId} and (reason is null or reason not in ('not-in-force', 'withdrawn'))`;

/**
 * One statement, since a digest of an organization runs it for each of its repositories.
 *
 * The oldest weeks are sealed first, so the last sealed merge is just before the merges of the few unsealed weeks.
 */
const STATE = template<Row>(sql`
  select
    (select min(at) from landings where repository_id = ${repositoryId}) as "firstEffectAt",
    (select min(merged_at) from changes where repository_id = ${repositoryId}) as "firstMerge",
    (select merged_at from changes
      where repository_id = ${repositoryId} and is_sealed and merged_at is not null
      order by merged_at desc limit 1) as "lastSealed",
    (select merged_only_before from backfills where repository_id = ${repositoryId}) as "mergedOnlyBefore",
    coalesce(
      (${IN_FORCE} and at < ${until} order by at desc, deployment_id desc, environment desc limit 1),
      (${IN_FORCE} order by at, deployment_id, environment limit 1)
    ) as newest,
    exists (select 1 from pushes
      where repository_id = ${repositoryId} and at >= ${from} and at < ${until} and is_forced) as "isRewritten",
    exists (select 1 from landings
      join ranges on ranges.repository_id = landings.repository_id and ranges.head = landings.sha
      where landings.repository_id = ${repositoryId} and landings.at >= ${from} and landings.at < ${until}
        and not ranges.is_complete) as "isIncomplete",
    exists (select 1 from unread
      join changes on changes.repository_id = unread.repository_id and changes.id = unread.name
      where unread.repository_id = ${repositoryId} and unread.kind = 'change'
        and unread.lacks in ('everything', 'files', 'content')
        and changes.merged_at >= ${from} and changes.merged_at < ${until}
        and not changes.is_explained) as "isFactMissing"`);

/** Loads the state of a repository, with the warnings of an interval. */
export async function loadRepositoryState(
  connection: Connection,
  repositoryId: number,
  [from, until]: readonly [Date, Date],
): Promise<RepositoryState> {
  const of = { repositoryId, from: from.getTime(), until: until.getTime() };
  const row = (await connection.one(STATE, of)) as Row;
  const { firstEffectAt, firstMerge, lastSealed, mergedOnlyBefore } = row;
  const { newest, isRewritten, isIncomplete, isFactMissing } = row;
  return {
    firstEffectAt: toTime(firstEffectAt),
    firstMerge: toTime(firstMerge),
    lastSealed: toTime(lastSealed),
    mergedOnlyBefore: toTime(mergedOnlyBefore),
    newest: newest === null ? undefined : { kind: newest < 0 ? "release" : "deployment" },
    warnings: [
      ...(isRewritten ? (["history-rewritten"] as const) : []),
      ...(isIncomplete ? (["range-incomplete"] as const) : []),
      ...(isFactMissing ? (["not-told"] as const) : []),
    ],
  };
}

function toTime(at: number | null): Date | undefined {
  return at === null ? undefined : new Date(at);
}
