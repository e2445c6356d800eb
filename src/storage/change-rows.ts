import { and, eq, isNotNull, sql } from "drizzle-orm";
import { type AttributedCommit, attributeChange } from "../domain/attribution/change-attribution.ts";
import type { Change } from "../domain/shipping/change.ts";
import { among, asList } from "./among.ts";
import type { CommitRole } from "./changes.ts";
import type { Database } from "./database.ts";
import { createSegmentReader, type Segments } from "./push-segments.ts";
import { changeCommits, changeLinks, changes, reviews } from "./schema/changes.ts";
import { commits } from "./schema/commits.ts";

type Row = ReturnType<ReturnType<typeof prepare>["rows"]["all"]>[number];

/** Reads those of some changes that were merged; a push that a pull request explains is none. */
export type ChangeReader = (repositoryId: number, ids: Iterable<string>) => Change[];

/** Everything that belongs to some changes, by the change. */
interface Parts {
  readonly shas: ReadonlyMap<string, readonly string[]>;
  readonly segments: Segments;
  readonly attributed: ReadonlyMap<string, AttributedCommit>;
  /** Those of their commits that are merge commits. */
  readonly merges: ReadonlySet<string>;
  readonly links: ReadonlyMap<string, readonly string[]>;
  readonly reviews: ReadonlyMap<string, readonly (typeof reviews.$inferSelect)[]>;
}

/** Prepares to read changes, since a digest of an organization reads those of each of its repositories. */
export function createChangeReader(database: Database): ChangeReader {
  const statements = prepare(database);
  const readSegments = createSegmentReader(database);
  return (repositoryId, ids) => {
    const rows = statements.rows.all({ repositoryId, ids: asList(ids) });
    const of = { repositoryId, ids: asList(rows.map(({ id }) => id)) };
    const roles = statements.roles.all(of);
    const working = roles.filter(({ role }) => role === "own" || role === "pushed").map(({ sha }) => sha);
    const ends = rows.map(({ id, mergeSha }) => mergeSha ?? id);
    const parts = {
      ...workOf(statements.work.all({ repositoryId, shas: asList(working) })),
      shas: grouped(
        roles,
        ({ id, role }) => keyOf(id, role),
        ({ sha }) => sha,
      ),
      segments: readSegments(repositoryId, ends),
      links: grouped(
        statements.links.all(of),
        ({ changeId, kind }) => keyOf(changeId, kind),
        ({ name }) => name,
      ),
      reviews: Map.groupBy(statements.reviews.all(of), ({ changeId }) => changeId),
    };
    return rows.map((row) => toChange(row, parts));
  };
}

function prepare(database: Database) {
  const repositoryId = sql.placeholder("repositoryId");
  const [ids, shas] = [sql.placeholder("ids"), sql.placeholder("shas")];
  return {
    rows: database
      .select({
        id: changes.id,
        number: changes.number,
        mergedAt: changes.mergedAt,
        updatedAt: changes.updatedAt,
        baseSha: changes.baseSha,
        mergeSha: changes.mergeSha,
        author: changes.author,
        merger: changes.merger,
        enabler: changes.enabler,
        isApproved: changes.isApproved,
        authorAttribution: changes.authorAttribution,
        isEffective: changes.isEffective,
        lines: changes.lines,
        services: changes.services,
        patchId: changes.patchId,
      })
      .from(changes)
      .where(
        and(
          eq(changes.repositoryId, repositoryId),
          among(changes.id, ids),
          isNotNull(changes.mergedAt),
          eq(changes.isExplained, false),
        ),
      )
      .prepare(),
    roles: database
      .select({ id: changeCommits.changeId, role: changeCommits.role, sha: changeCommits.sha })
      .from(changeCommits)
      .where(and(eq(changeCommits.repositoryId, repositoryId), among(changeCommits.changeId, ids)))
      .orderBy(changeCommits.changeId, changeCommits.role, changeCommits.position)
      .prepare(),
    links: database
      .select()
      .from(changeLinks)
      .where(and(eq(changeLinks.repositoryId, repositoryId), among(changeLinks.changeId, ids)))
      .prepare(),
    reviews: database
      .select()
      .from(reviews)
      .where(and(eq(reviews.repositoryId, repositoryId), among(reviews.changeId, ids)))
      .orderBy(reviews.at)
      .prepare(),
    work: database
      .select({
        sha: commits.sha,
        attribution: commits.attribution,
        isMerge: sql<number>`json_array_length(${commits.parents}) > 1`,
      })
      .from(commits)
      .where(and(eq(commits.repositoryId, repositoryId), among(commits.sha, shas)))
      .prepare(),
  };
}

type Work = Pick<typeof commits.$inferSelect, "sha" | "attribution"> & { readonly isMerge: number };

/** What commits declare; merge commits bring in the work of others, and are kept apart. */
function workOf(rows: readonly Work[]): Pick<Parts, "attributed" | "merges"> {
  const isMerge = (row: Work) => row.isMerge === 1;
  return {
    attributed: new Map(
      rows
        .filter((row) => !isMerge(row))
        .map(({ sha, attribution }) => [sha, { sha, attribution, tools: [], evidence: [], hints: [] }]),
    ),
    merges: new Set(rows.filter(isMerge).map(({ sha }) => sha)),
  };
}

function keyOf(id: string, part: CommitRole | "reverts" | "picked-from"): string {
  return `${part} ${id}`;
}

function grouped<Item, Value>(
  items: readonly Item[],
  groupOf: (item: Item) => string,
  read: (item: Item) => Value,
): Map<string, Value[]> {
  return new Map([...Map.groupBy(items, groupOf)].map(([group, all]) => [group, all.map(read)]));
}

function toChange(row: Row, parts: Parts): Change {
  const shas = (role: CommitRole) => parts.shas.get(keyOf(row.id, role)) ?? [];
  const isPush = row.number === null;
  const segment = parts.segments.get(row.mergeSha ?? row.id) ?? [];
  const pushed = segment.length > 0 ? segment : shas("pushed");
  const working = isPush ? pushed : shas("own");
  const attributed = working.map((sha) => parts.attributed.get(sha)).filter((each) => each !== undefined);
  const account = { attribution: row.authorAttribution, tools: [] };
  const mergedAt = row.mergedAt ?? row.updatedAt;
  return {
    id: row.id,
    mergedAt,
    baseSha: row.baseSha,
    carriers: shas("carrier"),
    commits: isPush ? pushed : [...shas("own"), ...shas("merge")],
    merges: isPush ? pushed.filter((sha) => parts.merges.has(sha)) : shas("merge"),
    rewritten: isPush || segment.length < 2 ? [] : segment,
    attribution: attributeChange(account, attributed).attribution,
    isEffective: row.isEffective ?? true,
    lines: row.lines ?? undefined,
    services: row.services ?? [],
    reverts: parts.links.get(keyOf(row.id, "reverts")) ?? [],
    pickedFrom: parts.links.get(keyOf(row.id, "picked-from")) ?? [],
    patchId: row.patchId ?? undefined,
    ...peopleOf(row, parts.reviews.get(row.id) ?? [], mergedAt),
  };
}

/** Who is accountable: the author, the merger, who had it merged, or the last who approved it before. */
function peopleOf(
  row: Row,
  all: readonly (typeof reviews.$inferSelect)[],
  mergedAt: Date,
): Pick<Change, "builder" | "isApproved"> {
  const approvers = all
    .filter(({ isApproval, at }) => isApproval && at <= mergedAt)
    .map(({ reviewer }) => reviewer);
  const builder = row.author ?? row.merger ?? row.enabler ?? approvers.at(-1);
  if (row.number === null) return { builder, isApproved: undefined };
  const isByOther = approvers.some((reviewer) => reviewer !== row.author && reviewer !== builder);
  return { builder, isApproved: row.isApproved ?? isByOther };
}
