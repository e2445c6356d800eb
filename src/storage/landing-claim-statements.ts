import { type SQL, sql } from "drizzle-orm";
import { DAY_MS } from "../domain/durations.ts";
import type { TrueClaim } from "../domain/shipping/landed-pulls.ts";
import { jsonListOf, listed } from "./expressions.ts";
import type { Json } from "./json/form.ts";
import { excludedValues, matches, placeholders } from "./rows.ts";
import { changeCommits, changes } from "./schema/changes.ts";
import { landingClaims } from "./schema/pushes.ts";
import { build, template } from "./sql/query.ts";

/** The longest time between a push and the closing of the pull request that it landed. */
export const APART_MS = DAY_MS;

const { repositoryId, id, push, number, sha, value, kept } = placeholders(
  ...(["repositoryId", "id", "push", "number", "sha", "value", "kept"] as const),
);

/** In these queries `cross join` makes SQLite go from few rows to others by an index. */
const ENDS = sql`
  cross join changes as made
  cross join changes as pull`;
const ARE_ENDS = sql`
  made.repository_id = claim.repository_id and made.id = claim.push
  and pull.repository_id = claim.repository_id and pull.id = '#' || claim.number`;

/**
 * A pull request that GitHub calls merged landed in no other way. A commit that a merge made landed nothing else.
 * Sealed changes stay unchanged.
 */
const MAY_BE_TRUE = sql`
  pull.state <> 'merged' and not pull.is_sealed and not made.is_sealed
  and exists (
    select 1 from closings where closings.repository_id = claim.repository_id and closings.change_id = pull.id
      and abs(closings.at - made.merged_at) <= ${sql.raw(String(APART_MS))}
  )
  and not exists (
    select 1 from changes as other where other.repository_id = claim.repository_id
      and other.merge_sha in (claim.push, claim.sha) and other.state = 'merged'
  )`;

/** A row of a claim. */
export interface ClaimRow extends Omit<TrueClaim, "commits"> {
  readonly commits: Json<TrueClaim["commits"]>;
  readonly isTrue: 0 | 1;
}

/** The claims that are true, and the claims by which something still counts as landed. */
const claimsOf = (which: SQL) =>
  template<ClaimRow>(sql`
  select number, push, sha, commits, at, "isTrue" from (
    select claim.number as number, claim.push as push, claim.sha as sha, claim.commits as commits,
      made.merged_at as at,
      (${MAY_BE_TRUE} and (pull.patch_id = claim.patch_id or pull.content_id = claim.content_id)) is true as "isTrue",
      pull.merge_sha = claim.sha and pull.state <> 'merged' as is_landed
    from landing_claims as claim ${ENDS}
    where claim.repository_id = ${repositoryId} and claim.${which} = ${value} and ${ARE_ENDS}
  ) as known
  where "isTrue" or is_landed`);

/** The claims about a pull request, and the claims of a push. */
export const OF_NUMBER = claimsOf(sql`number`);
export const OF_PUSH = claimsOf(sql`push`);

const hasClaim = (which: SQL) =>
  template<{ readonly is_there: 1 }>(
    sql`select 1 as is_there from landing_claims where repository_id = ${repositoryId} and ${which} = ${value} limit 1`,
  );

/** A quick test for each change, since few have claims. It opens one index, and the claims themselves need ten. */
export const HAS_NUMBER = hasClaim(sql`number`);
export const HAS_PUSH = hasClaim(sql`push`);

/** A part of a push that names a pull request as landed. It must be read to check that. */
export interface UnreadPart {
  readonly push: string;
  readonly sha: string;
  readonly baseSha: string;
}

const unreadParts = (which: SQL) =>
  template<UnreadPart>(sql`
  select distinct claim.push as push, claim.sha as sha, claim.base_sha as "baseSha"
  from landing_claims as claim ${ENDS}
  where claim.repository_id = ${repositoryId} and ${which} and ${ARE_ENDS}
    and claim.base_sha is not null and claim.patch_id is null and ${MAY_BE_TRUE}`);

/** The unread parts of a pull request's claims, and of a push's. */
export const UNREAD_OF_PULL = unreadParts(sql`claim.number = ${number}`);
export const UNREAD_OF_PUSH = unreadParts(sql`claim.push = ${id}`);

/** Saves a claim. What was read of its content stays. */
export const SAVE = build
  .insert(landingClaims)
  .values(
    placeholders(
      ...(["repositoryId", "push", "number", "sha", "commits", "baseSha", "patchId", "contentId"] as const),
    ),
  )
  .onConflictDoUpdate({
    target: [landingClaims.repositoryId, landingClaims.push, landingClaims.number, landingClaims.sha],
    set: {
      ...excludedValues(landingClaims, "commits", "baseSha"),
      patchId: sql`coalesce(excluded.patch_id, ${landingClaims.patchId})`,
      contentId: sql`coalesce(excluded.content_id, ${landingClaims.contentId})`,
    },
  });

/** Deletes the claims of a push, but some. */
export const CLEAR: SQL = sql`
  delete from landing_claims where repository_id = ${repositoryId} and push = ${push}
    and number || ' ' || sha not in (select value from ${listed(kept)} as asked)`;

/** Saves the content of a part of a push. */
export const SAVE_PART: SQL = sql`
  update landing_claims set patch_id = ${sql.placeholder("patchId")}, content_id = ${sql.placeholder("contentId")}
  where repository_id = ${repositoryId} and push = ${push} and sha = ${sha}
    and base_sha = ${sql.placeholder("baseSha")}`;

const match = (which: SQL, other: SQL): SQL => sql`
  insert into landing_claims (repository_id, push, number, sha, commits, patch_id)
  select made.repository_id, made.id, pull.number, made.id, (
    select ${jsonListOf(sql`sha`, sql`position`)} from change_commits
    where repository_id = made.repository_id and change_id = made.id and role = 'pushed'
  ), made.patch_id
  from changes as ${which}
  cross join changes as ${other}
  where made.repository_id = pull.repository_id and made.patch_id = pull.patch_id
    and ${which}.repository_id = ${repositoryId} and ${which}.id = ${id}
    and made.number is null and pull.number is not null and pull.state <> 'merged'
  on conflict do nothing`;

/** Adds the claims of a push, and those about a pull request, by an equal patch. */
export const MATCH_PUSH: SQL = match(sql`made`, sql`pull`);
export const MATCH_PULL: SQL = match(sql`pull`, sql`made`);

/** A quick test for each change, since few have a patch of their own. */
export const OWN = build
  .select({ patchId: changes.patchId, mergeSha: changes.mergeSha })
  .from(changes)
  .where(matches(changes, placeholders("repositoryId", "id")));

/** The pushes that contain a commit. */
export const PUSHED = build
  .select({ push: changeCommits.changeId })
  .from(changeCommits)
  .where(matches(changeCommits, { ...placeholders("repositoryId", "sha"), role: "pushed" }));
