import { and, eq, sql } from "drizzle-orm";
import type { Attribution } from "../domain/attribution/attribution.ts";
import {
  type AccountAttribution,
  type AttributedCommit,
  attributeChange,
} from "../domain/attribution/change-attribution.ts";
import type { Change } from "../domain/shipping/change.ts";
import { among, asList } from "./among.ts";
import type { CommitRole } from "./changes.ts";
import type { Database } from "./database.ts";
import { createSegmentReader, type Segments } from "./push-segments.ts";
import { changeLinks, reviews } from "./schema/changes.ts";

/** Reads those of some changes that were merged; a push that a pull request explains is none. */
export type ChangeReader = (repositoryId: number, ids: Iterable<string>) => Change[];

type Review = Omit<typeof reviews.$inferSelect, "repositoryId">;

/** Everything that belongs to some changes, by the change. */
interface Parts {
  readonly shas: Groups<CommitRole>;
  readonly segments: Segments;
  readonly attributed: ReadonlyMap<string, AttributedCommit>;
  /** Those of their commits that are merge commits. */
  readonly merges: ReadonlySet<string>;
  readonly links: Groups<LinkKind>;
  readonly reviews: ReadonlyMap<string, readonly Review[]>;
}

/** Prepares to read changes, since a digest of an organization reads those of each of its repositories. */
export function createChangeReader(database: Database): ChangeReader {
  const statements = prepare(database);
  const readSegments = createSegmentReader(database);
  return (repositoryId, ids) => {
    const rows = statements.rows.all({ repositoryId, ids: asList(ids) }) as Row[];
    if (rows.length === 0) return [];
    const of = { repositoryId, ids: asList(rows.map(({ id }) => id)) };
    const roles = statements.roles.all(of) as RoleRow[];
    const working = roles.filter(({ part }) => part === "own" || part === "pushed").map(({ value }) => value);
    const unsealed = rows.filter(({ isApproved }) => isApproved === null).map(({ id }) => id);
    const ends = rows.map(({ id, mergeSha }) => mergeSha ?? id);
    const parts = {
      ...workOf(statements.work.all({ repositoryId, shas: asList(working) }) as WorkRow[]),
      shas: grouped(roles),
      segments: readSegments(repositoryId, ends),
      links: grouped(statements.links.all(of)),
      reviews: Map.groupBy(
        statements.reviews.all({ repositoryId, ids: asList(unsealed) }),
        ({ changeId }) => changeId,
      ),
    };
    return rows.map((row) => toChange(row, parts));
  };
}

/** A change as SQLite keeps it. */
interface Row {
  readonly id: string;
  readonly number: number | null;
  readonly mergedAt: number;
  readonly baseSha: string;
  readonly mergeSha: string | null;
  readonly author: string | null;
  readonly merger: string | null;
  readonly enabler: string | null;
  readonly isApproved: 0 | 1 | null;
  readonly authorAttribution: AccountAttribution["attribution"];
  readonly isEffective: 0 | 1 | null;
  readonly lines: number | null;
  readonly services: string | null;
  readonly patchId: string | null;
}

interface RoleRow {
  readonly id: string;
  readonly part: CommitRole;
  readonly value: string;
}

interface WorkRow {
  readonly sha: string;
  readonly attribution: Attribution;
  readonly isMerge: 0 | 1;
}

/** Plain SQL for the rows that are by far the most: that Drizzle maps them takes longer than to read them. */
const ROWS = `
  select id, number, merged_at as mergedAt, base_sha as baseSha, merge_sha as mergeSha, author, merger, enabler,
    is_approved as isApproved, author_attribution as authorAttribution, is_effective as isEffective, lines, services,
    patch_id as patchId
  from changes
  where repository_id = @repositoryId and id in (select value from json_each(@ids))
    and merged_at is not null and not is_explained`;

const ROLES = `
  select change_id as id, role as part, sha as value from change_commits
  where repository_id = @repositoryId and change_id in (select value from json_each(@ids))
  order by change_id, role, position`;

const WORK = `
  select sha, attribution, json_array_length(parents) > 1 as isMerge
  from (select distinct value from json_each(@shas)) cross join commits
  where repository_id = @repositoryId and sha = value`;

function prepare(database: Database) {
  const repositoryId = sql.placeholder("repositoryId");
  const ids = sql.placeholder("ids");
  return {
    rows: database.$client.prepare(ROWS),
    roles: database.$client.prepare(ROLES),
    links: database
      .select({ id: changeLinks.changeId, part: changeLinks.kind, value: changeLinks.name })
      .from(changeLinks)
      .where(and(eq(changeLinks.repositoryId, repositoryId), among(changeLinks.changeId, ids)))
      .prepare(),
    reviews: database
      .select({
        changeId: reviews.changeId,
        reviewer: reviews.reviewer,
        isApproval: reviews.isApproval,
        at: reviews.at,
      })
      .from(reviews)
      .where(and(eq(reviews.repositoryId, repositoryId), among(reviews.changeId, ids)))
      .orderBy(reviews.at)
      .prepare(),
    work: database.$client.prepare(WORK),
  };
}

/** What commits declare; merge commits bring in the work of others, and are kept apart. */
function workOf(rows: readonly WorkRow[]): Pick<Parts, "attributed" | "merges"> {
  const isMerge = (row: WorkRow) => row.isMerge === 1;
  return {
    attributed: new Map(
      rows
        .filter((row) => !isMerge(row))
        .map(({ sha, attribution }) => [sha, { sha, attribution, tools: [], evidence: [], hints: [] }]),
    ),
    merges: new Set(rows.filter(isMerge).map(({ sha }) => sha)),
  };
}

/** What belongs to changes, by the change and by its part in it. */
type Groups<Part extends string> = ReadonlyMap<string, Partial<Readonly<Record<Part, readonly string[]>>>>;

type LinkKind = (typeof changeLinks.$inferSelect)["kind"];

interface PartRow<Part extends string> {
  readonly id: string;
  readonly part: Part;
  readonly value: string;
}

function grouped<Part extends string>(rows: readonly PartRow<Part>[]): Groups<Part> {
  const groups = new Map<string, Partial<Record<Part, string[]>>>();
  for (const { id, part, value } of rows) {
    const parts: Partial<Record<Part, string[]>> = groups.get(id) ?? {};
    const values = parts[part];
    if (values === undefined) parts[part] = [value];
    else values.push(value);
    groups.set(id, parts);
  }
  return groups;
}

function toChange(row: Row, parts: Parts): Change {
  const shas = (role: CommitRole) => parts.shas.get(row.id)?.[role] ?? [];
  const links = (kind: LinkKind) => parts.links.get(row.id)?.[kind] ?? [];
  const isPush = row.number === null;
  const segment = parts.segments.get(row.mergeSha ?? row.id) ?? [];
  const pushed = segment.length > 0 ? segment : shas("pushed");
  const working = isPush ? pushed : shas("own");
  const attributed = working.map((sha) => parts.attributed.get(sha)).filter((each) => each !== undefined);
  const account = { attribution: row.authorAttribution, tools: [] };
  const mergedAt = new Date(row.mergedAt);
  return {
    id: row.id,
    mergedAt,
    baseSha: row.baseSha,
    carriers: shas("carrier"),
    commits: isPush ? pushed : [...shas("own"), ...shas("merge")],
    merges: isPush ? pushed.filter((sha) => parts.merges.has(sha)) : shas("merge"),
    rewritten: isPush || segment.length < 2 ? [] : segment,
    attribution: attributeChange(account, attributed).attribution,
    isEffective: row.isEffective !== 0,
    lines: row.lines ?? undefined,
    services: row.services === null ? [] : JSON.parse(row.services),
    reverts: links("reverts"),
    pickedFrom: links("picked-from"),
    patchId: row.patchId ?? undefined,
    ...peopleOf(row, parts.reviews.get(row.id) ?? [], mergedAt),
  };
}

/** Who is accountable: the author, the merger, who had it merged, or the last who approved it before. */
function peopleOf(row: Row, all: readonly Review[], mergedAt: Date): Pick<Change, "builder" | "isApproved"> {
  const approvers = all
    .filter(({ isApproval, at }) => isApproval && at <= mergedAt)
    .map(({ reviewer }) => reviewer);
  const builder = row.author ?? row.merger ?? row.enabler ?? approvers.at(-1);
  if (row.number === null) return { builder, isApproved: undefined };
  const isByOther = approvers.some((reviewer) => reviewer !== row.author && reviewer !== builder);
  return { builder, isApproved: row.isApproved === null ? isByOther : row.isApproved === 1 };
}
