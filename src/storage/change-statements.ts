import { and, eq, sql } from "drizzle-orm";
import type { Attribution } from "../domain/attribution/attribution.ts";
import type { AccountAttribution } from "../domain/attribution/change-attribution.ts";
import type { CommitRole } from "../domain/records/commit-role.ts";
import { isAmong } from "./among.ts";
import { jsonLength, listed } from "./expressions.ts";
import type { Json } from "./json/form.ts";
import { placeholders } from "./rows.ts";
import { changeCommits, changeLinks, changes, labels, reviews } from "./schema/changes.ts";
import { commits } from "./schema/commits.ts";
import { build, type Query, template } from "./sql/query.ts";

/** A row of a change. */
export interface ChangeRow {
  readonly id: string;
  readonly number: number | null;
  readonly mergedAt: number;
  readonly baseSha: string;
  readonly mergeSha: string | null;
  readonly author: string | null;
  readonly asker: string | null;
  readonly merger: string | null;
  readonly enabler: string | null;
  readonly isApproved: 0 | 1 | null;
  readonly authorAttribution: AccountAttribution["attribution"];
  readonly isEffective: 0 | 1 | null;
  readonly lines: number | null;
  readonly services: Json<readonly string[]> | null;
  readonly scopes: Json<readonly string[]> | null;
  readonly patchId: string | null;
}

/** A part of a change: a commit or a link, with its role. */
export interface PartRow<Part extends string> {
  readonly id: string;
  readonly part: Part;
  readonly value: string;
}

/** A link of a change to another one. A partial revert has the number of touched effective files, and of all. */
export interface LinkRow extends PartRow<LinkKind> {
  readonly touched: number | null;
  readonly of: number | null;
}

/** The declaration of a commit. */
export interface WorkRow {
  readonly sha: string;
  readonly attribution: Attribution;
  readonly isMerge: 0 | 1;
}

/** A label that a tool set on a pull request itself. */
export interface LabelRow {
  readonly id: string;
  readonly tool: string;
}

/** The kind of a link. */
export type LinkKind = (typeof changeLinks.$inferSelect)["kind"];

/** A review of a change. */
export type Review = Omit<typeof reviews.$inferSelect, "repositoryId">;

const { repositoryId, ids, shas } = placeholders("repositoryId", "ids", "shas");

/** The pusher who landed a pull request. A sealed change has none. */
const PUSHER = sql`
  case when number is not null and state <> 'merged' and not is_sealed then (
    select push.author from landing_claims as claim
    join changes as push on push.repository_id = claim.repository_id and push.id = claim.push
    where claim.repository_id = changes.repository_id and claim.number = changes.number
      and claim.sha = changes.merge_sha
    limit 1
  ) end`;

/** Plain SQL for the most frequent rows: Drizzle takes longer to map them than SQLite to read them. */
export const ROWS: Query<ChangeRow> = template(sql`
  select id, number, merged_at as "mergedAt", base_sha as "baseSha", merge_sha as "mergeSha", author, asker,
    coalesce(merger, ${PUSHER}) as merger, enabler,
    is_approved as "isApproved", author_attribution as "authorAttribution", is_effective as "isEffective", lines,
    services, scopes, patch_id as "patchId"
  from changes
  where repository_id = ${repositoryId} and ${isAmong(changes.id, ids)}
    and merged_at is not null and not is_explained`);

/** The commits of some changes. */
export const ROLES: Query<PartRow<CommitRole>> = template(sql`
  select change_id as id, role as part, sha as value from change_commits
  where repository_id = ${repositoryId} and ${isAmong(changeCommits.changeId, ids)}
  order by change_id, role, position`);

/** The declarations of some commits, each of which is asked for once. */
export const WORK: Query<WorkRow> = template(sql`
  select commits.sha as sha, case when notes.sha is null then attribution else 'declared' end as attribution,
    ${jsonLength(commits.parents)} > 1 as "isMerge"
  from ${listed(shas)} as own cross join commits
  left join notes on notes.repository_id = commits.repository_id and notes.sha = commits.sha
  where commits.repository_id = ${repositoryId} and commits.sha = own.value`);

/** The labels that tools set on pull requests themselves; there are few. */
export const LABELS: Query<LabelRow> = template(sql`
  select change_id as id, tool from labels
  where repository_id = ${repositoryId} and ${isAmong(labels.changeId, ids)} and is_set and is_own`);

/** The links of some changes to others. */
export const LINKS = build
  .select({
    id: changeLinks.changeId,
    part: changeLinks.kind,
    value: changeLinks.name,
    touched: changeLinks.touched,
    of: changeLinks.of,
  })
  .from(changeLinks)
  .where(and(eq(changeLinks.repositoryId, repositoryId), isAmong(changeLinks.changeId, ids)));

/** The reviews of some changes. */
export const REVIEWS = build
  .select({
    changeId: reviews.changeId,
    reviewer: reviews.reviewer,
    isApproval: reviews.isApproval,
    at: reviews.at,
  })
  .from(reviews)
  .where(and(eq(reviews.repositoryId, repositoryId), isAmong(reviews.changeId, ids)))
  .orderBy(reviews.at);
