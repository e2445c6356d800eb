import { type AttributedCommit, attributeChange } from "../domain/attribution/change-attribution.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import type { CommitRole } from "../domain/records/commit-role.ts";
import type { Change } from "../domain/shipping/change.ts";
import type { PartialRevert } from "../domain/shipping/claims.ts";
import { builderOf, isApprovedByOther } from "../domain/shipping/people.ts";
import { asList } from "./among.ts";
import {
  type ChangeRow,
  LABELS,
  type LabelRow,
  LINKS,
  type LinkKind,
  type LinkRow,
  type PartRow,
  REVIEWS,
  type Review,
  ROLES,
  ROWS,
  WORK,
  type WorkRow,
} from "./change-statements.ts";
import { CHANGES } from "./json/columns.ts";
import { loadSegments, type Segments } from "./push-segments.ts";
import type { Connection } from "./sql/handle.ts";

/** The parts of some changes, by the change. */
interface Parts {
  readonly repositoryId: number;
  readonly shas: Groups<CommitRole>;
  readonly segments: Segments;
  readonly attributed: ReadonlyMap<string, AttributedCommit>;
  /** The merge commits among their commits. */
  readonly merges: ReadonlySet<string>;
  readonly links: Groups<LinkKind>;
  readonly partial: ReadonlyMap<string, readonly PartialRevert[]>;
  readonly reviews: ReadonlyMap<string, readonly Review[]>;
  /** The labels that tools set themselves. */
  readonly labelled: ReadonlyMap<string, readonly LabelRow[]>;
}

/** Loads the merged ones of some changes. A push that a pull request explains is not a change. */
export async function loadChanges(
  connection: Connection,
  repositoryId: number,
  ids: Iterable<string>,
): Promise<Change[]> {
  const rows = await connection.all(ROWS, { repositoryId, ids: asList(ids) });
  if (rows.length === 0) return [];
  const of = { repositoryId, ids: asList(rows.map(({ id }) => id)) };
  const roles = await connection.all(ROLES, of);
  const working = roles.filter(({ part }) => part === "own" || part === "pushed").map(({ value }) => value);
  const unsealed = asList(rows.filter(({ isApproved }) => isApproved === null).map(({ id }) => id));
  const ends = rows.map(({ id, mergeSha }) => mergeSha ?? id);
  const reviews = await connection.all(REVIEWS, { repositoryId, ids: unsealed });
  const parts = {
    repositoryId,
    ...workOf(await connection.all(WORK, { repositoryId, shas: asList(new Set(working)) })),
    shas: grouped(roles),
    segments: await loadSegments(connection, repositoryId, ends),
    ...linksOf(await connection.all(LINKS, of)),
    labelled: Map.groupBy(await connection.all(LABELS, of), ({ id }) => id),
    reviews: Map.groupBy(reviews, ({ changeId }) => changeId),
  };
  return rows.map((row) => toChange(row, parts));
}

/** The declarations of commits. Merge commits bring in the work of others, and are kept apart. */
export function workOf(rows: readonly WorkRow[]): Pick<Parts, "attributed" | "merges"> {
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

/** The links of changes to others. Most changes have none. */
function linksOf(rows: readonly LinkRow[]): Pick<Parts, "links" | "partial"> {
  const partial = new Map<string, PartialRevert[]>();
  for (const { id, value: name, touched, of } of rows) {
    if (touched !== null && of !== null) partial.set(id, [...(partial.get(id) ?? []), { name, touched, of }]);
  }
  return { links: grouped(rows), partial };
}

/** The commits or links of changes, by the change and by their role. */
type Groups<Part extends string> = ReadonlyMap<string, Partial<Readonly<Record<Part, readonly string[]>>>>;

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

function toChange(row: ChangeRow, parts: Parts): Change {
  const shas = (role: CommitRole) => parts.shas.get(row.id)?.[role] ?? [];
  const links = (kind: LinkKind) => parts.links.get(row.id)?.[kind] ?? [];
  const isPush = row.number === null;
  const landed = shas("landed");
  const segment = landed.length > 0 ? landed : (parts.segments.get(row.mergeSha ?? row.id) ?? []);
  const pushed = segment.length > 0 ? segment : shas("pushed");
  // The stored lines and patch are of the whole push.
  const isRest = isPush && pushed.length < shas("pushed").length;
  const working = isPush ? pushed : shas("own");
  const attributed = working.map((sha) => parts.attributed.get(sha)).filter((each) => each !== undefined);
  const account = { attribution: row.authorAttribution, tools: [] };
  const mergedAt = new Date(row.mergedAt);
  const key = { repositoryId: parts.repositoryId, id: row.id };
  return {
    id: row.id,
    mergedAt,
    baseSha: row.baseSha,
    carriers: isRest ? pushed.slice(-1) : shas("carrier"),
    commits: isPush ? pushed : [...shas("own"), ...shas("merge")],
    merges: isPush ? pushed.filter((sha) => parts.merges.has(sha)) : shas("merge"),
    rewritten: isPush ? [] : rewrittenBy(segment, [...shas("own"), ...shas("merge")]),
    attribution: attributeChange(account, attributed, labelsOf(parts.labelled.get(row.id))).attribution,
    isEffective: row.isEffective !== 0,
    lines: isRest ? undefined : (row.lines ?? undefined),
    services: row.services === null ? [] : CHANGES.services.read(row.services, key),
    ...(row.scopes !== null && { scopes: CHANGES.scopes.read(row.scopes, key) }),
    reverts: links("reverts"),
    pickedFrom: links("picked-from"),
    restating: shas("restating"),
    partial: parts.partial.get(row.id) ?? [],
    patchId: isRest ? undefined : (row.patchId ?? undefined),
    ...peopleOf(row, parts.reviews.get(row.id) ?? [], mergedAt),
  };
}

const NO_LABELS: readonly ToolLabel[] = [];

/** The labels that tools set themselves, as they declare a pull request. */
export function labelsOf(rows: readonly LabelRow[] | undefined): readonly ToolLabel[] {
  return rows?.map(({ tool }) => ({ tool, isOwn: true })) ?? NO_LABELS;
}

/**
 * The commits that a rebase made. A squash makes one commit, and a merge commit leaves the commits of the branch
 * unchanged.
 */
function rewrittenBy(segment: readonly string[], commits: readonly string[]): readonly string[] {
  const isSame = segment.some((sha) => commits.includes(sha));
  return isSame || segment.length < 2 ? [] : segment;
}

function peopleOf(
  row: ChangeRow,
  all: readonly Review[],
  mergedAt: Date,
): Pick<Change, "builder" | "isApproved"> {
  const approvers = all
    .filter(({ isApproval, at }) => isApproval && at <= mergedAt)
    .map(({ reviewer }) => reviewer);
  const people = { ...row, approvers };
  const builder = builderOf(people);
  if (row.number === null) return { builder, isApproved: undefined };
  const isApproved = row.isApproved === null ? isApprovedByOther(people) : row.isApproved === 1;
  return { builder, isApproved };
}
