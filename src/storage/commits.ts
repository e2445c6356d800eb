import { and, eq, gt, min, sql } from "drizzle-orm";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import type { GraphCommit } from "../domain/shipping/commit-graph.ts";
import type { Range } from "../domain/shipping/ranges.ts";
import type { Database } from "./database.ts";
import { COMMITS } from "./json/columns.ts";
import { markForReplay } from "./replay.ts";
import { matches } from "./rows.ts";
import { commits, ranges } from "./schema/commits.ts";
import { landings } from "./schema/landings.ts";

/** A stored commit: its place in the graph, and its declaration. */
export interface Commit extends AttributedCommit, GraphCommit {
  /** The version of the table of agents with which it was attributed. */
  readonly agentsVersion: string;
}

/** The commits of a range. */
interface ReadRange {
  readonly commits: readonly Commit[];
  /** Whether the list is complete. */
  readonly isComplete: boolean;
}

/** The most commits to list, and the commit after which the list begins. */
interface ParentsPage {
  readonly after: string;
  readonly limit: number;
}

type Parents = readonly [sha: string, parents: readonly string[]];

/** The commit graph, and the ranges that were read into it. */
export interface CommitStore {
  save(repositoryId: number, commits: readonly Commit[]): Promise<void>;
  /**
   * Records a range as read; `undefined` when its ends share no history, or GitHub does not know one of them.
   *
   * A range that is read later replaces the earlier record. The deployment effects that depended on that record are
   * derived again.
   */
  saveRange(repositoryId: number, range: Range, read: ReadRange | undefined): Promise<void>;
  find(repositoryId: number, sha: string): Promise<Commit | undefined>;
  /**
   * The parents of up to `limit` commits whose sha follows `after` in order. The next call continues after the last
   * one.
   */
  listParents(repositoryId: number, page: ParentsPage): Promise<readonly Parents[]>;
}

const IS_NEW = `
  not exists (select 1 from commits where commits.repository_id = @repositoryId and commits.sha = read.value)`;

/** The earliest time at which one of some commits, not read until now, came to production or was examined. */
const EARLIEST_BOUNDARY = `
  select min(at) from (
    select landings.at from json_each(@shas) as read
    cross join arrivals on arrivals.repository_id = @repositoryId and arrivals.sha = read.value
    cross join landings on landings.event_id = arrivals.event_id
    where ${IS_NEW}
    union all
    select landings.at from json_each(@shas) as read
    cross join landings on landings.repository_id = @repositoryId and landings.sha = read.value
    where landings.reason = 'not-in-force' and ${IS_NEW}
  )`;

/** Stores commits in SQLite. */
export function createCommitStore(database: Database): CommitStore {
  const upsert = database.$client.prepare(UPSERT);
  const earliestBoundary = database.$client.prepare(EARLIEST_BOUNDARY).pluck();
  const insert = (repositoryId: number, read: readonly Commit[]) => {
    // The history behind such a boundary commit came to production with it.
    const shas = JSON.stringify(read.map(({ sha }) => sha));
    const cutOffAt = earliestBoundary.get({ repositoryId, shas }) as number | null;
    if (cutOffAt !== null) markForReplay(database, repositoryId, new Date(cutOffAt));
    if (read.length > 0) upsert.run({ repositoryId, rows: JSON.stringify(distinct(read).map(toRow)) });
  };
  return {
    async save(repositoryId, read) {
      database.transaction(() => insert(repositoryId, read));
    },
    async saveRange(repositoryId, { base, head }, read) {
      database.transaction((transaction) => {
        insert(repositoryId, read?.commits ?? []);
        const said = { isRelated: read !== undefined, isComplete: read?.isComplete ?? true };
        const row = { repositoryId, base, head, ...said };
        if (said.isRelated) replayUnknown(transaction, row);
        transaction
          .insert(ranges)
          .values(row)
          .onConflictDoUpdate({
            target: [ranges.repositoryId, ranges.base, ranges.head],
            set: said,
            setWhere: BETTER,
          })
          .run();
      });
    },
    async find(repositoryId, sha) {
      const row = database.select().from(commits).where(matches(commits, { repositoryId, sha })).get();
      return row && toCommit(row);
    },
    listParents: async (repositoryId, page) => listParents(database, repositoryId, page),
  };
}

function listParents(database: Database, repositoryId: number, { after, limit }: ParentsPage): Parents[] {
  const { sha, parents } = commits;
  const isLater = and(eq(commits.repositoryId, repositoryId), gt(sha, after));
  const page = database.select({ sha, parents }).from(commits).where(isLater).orderBy(sha).limit(limit);
  return page
    .all()
    .map((row) => [row.sha, COMMITS.parents.read(row.parents, { repositoryId, sha: row.sha })] as const);
}

/** A commit that is read without its tree keeps the one that is known. */
const UPSERT = `
  insert into commits
    (repository_id, sha, parents, tree, attribution, tools, evidence, hints, agents_version)
  select @repositoryId, value ->> '$.sha', value ->> '$.parents', value ->> '$.tree', value ->> '$.attribution',
    value ->> '$.tools', value ->> '$.evidence', value ->> '$.hints', value ->> '$.agentsVersion'
  from json_each(@rows) where true
  on conflict (repository_id, sha) do update set parents = excluded.parents, tree = coalesce(excluded.tree, tree),
    attribution = excluded.attribution, tools = excluded.tools, evidence = excluded.evidence, hints = excluded.hints,
    agents_version = excluded.agents_version`;

/** One of each commit, the last one: a statement may write a row only once. */
function distinct(read: readonly Commit[]): Commit[] {
  return [...new Map(read.map((commit) => [commit.sha, commit])).values()];
}

function toRow({ sha, tree, attribution, agentsVersion, ...commit }: Commit) {
  return {
    sha,
    tree,
    attribution,
    agentsVersion,
    parents: COMMITS.parents.write(commit.parents),
    tools: COMMITS.tools.write(commit.tools),
    evidence: COMMITS.evidence.write(commit.evidence),
    hints: COMMITS.hints.write(commit.hints),
  };
}

function toCommit({ repositoryId, tree, ...row }: typeof commits.$inferSelect): Commit {
  const key = { repositoryId, sha: row.sha };
  return {
    ...row,
    tree: tree ?? undefined,
    parents: COMMITS.parents.read(row.parents, key),
    tools: COMMITS.tools.read(row.tools, key),
    evidence: COMMITS.evidence.read(row.evidence, key),
    hints: COMMITS.hints.read(row.hints, key),
  };
}

/** A range that was read completely stays so, whatever GitHub forgets later. */
const BETTER = sql`(excluded.is_related, excluded.is_complete) > (${ranges.isRelated}, ${ranges.isComplete})`;

/** Derives the deployment effects again that depended on an unknown range, if it was recorded as unknown. */
function replayUnknown(
  writer: Pick<Database, "select" | "update">,
  { repositoryId, base, head }: Range & { readonly repositoryId: number },
): void {
  const isUnknown = matches(ranges, { repositoryId, base, head, isRelated: false });
  if (writer.select({ base: ranges.base }).from(ranges).where(isUnknown).get() === undefined) return;
  const isEffect = matches(landings, { repositoryId, sha: head });
  const first = writer
    .select({ at: min(landings.at) })
    .from(landings)
    .where(isEffect)
    .get();
  if (first?.at) markForReplay(writer, repositoryId, first.at);
}
