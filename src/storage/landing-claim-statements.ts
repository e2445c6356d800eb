import { DAY_MS } from "../domain/durations.ts";
import type { Database } from "./database.ts";

/** The longest time between a push and the closing of the pull request that it landed. */
export const APART_MS = DAY_MS;

/** In these queries `cross join` makes SQLite go from few rows to others by an index. */
const WITH_ENDS = `
  cross join changes as made on made.repository_id = claim.repository_id and made.id = claim.push
  cross join changes as pull on pull.repository_id = claim.repository_id and pull.id = '#' || claim.number`;

/**
 * A pull request that GitHub calls merged landed in no other way. A commit that a merge made landed nothing else.
 * Sealed changes stay unchanged.
 */
const MAY_BE_TRUE = `
  pull.state <> 'merged' and not pull.is_sealed and not made.is_sealed
  and exists (
    select 1 from closings where closings.repository_id = claim.repository_id and closings.change_id = pull.id
      and abs(closings.at - made.merged_at) <= ${APART_MS}
  )
  and not exists (
    select 1 from changes as other where other.repository_id = claim.repository_id
      and other.merge_sha in (claim.push, claim.sha) and other.state = 'merged'
  )`;

/** The claims that are true, and the claims by which something still counts as landed. */
const claimsOf = (which: "number" | "push") => `
  select claim.number as number, claim.push as push, claim.sha as sha, claim.commits as commits,
    made.merged_at as at,
    (${MAY_BE_TRUE} and (pull.patch_id = claim.patch_id or pull.content_id = claim.content_id)) is true as isTrue
  from landing_claims as claim ${WITH_ENDS}
  where claim.repository_id = @repositoryId and claim.${which} = @value
    and (isTrue or (pull.merge_sha = claim.sha and pull.state <> 'merged'))`;

/** A quick test for each change, since few have claims. It opens one index, and the claims themselves need ten. */
const hasClaim = (which: "number" | "push") =>
  `select 1 from landing_claims where repository_id = @repositoryId and ${which} = @value limit 1`;

const unreadParts = (which: string) => `
  select distinct claim.push as push, claim.sha as sha, claim.base_sha as baseSha
  from landing_claims as claim ${WITH_ENDS}
  where claim.repository_id = @repositoryId and ${which}
    and claim.base_sha is not null and claim.patch_id is null and ${MAY_BE_TRUE}`;

const SAVE = `
  insert into landing_claims (repository_id, push, number, sha, commits, base_sha, patch_id, content_id)
  values (@repositoryId, @push, @number, @sha, @commits, @baseSha, @patchId, @contentId)
  on conflict do update set commits = excluded.commits, base_sha = excluded.base_sha,
    patch_id = coalesce(excluded.patch_id, patch_id), content_id = coalesce(excluded.content_id, content_id)`;

const CLEAR = `
  delete from landing_claims where repository_id = @repositoryId and push = @push
    and number || ' ' || sha not in (select value from json_each(@kept))`;

const SAVE_PART = `
  update landing_claims set patch_id = @patchId, content_id = @contentId
  where repository_id = @repositoryId and push = @push and sha = @sha and base_sha = @baseSha`;

const match = (which: "made" | "pull") => `
  insert or ignore into landing_claims (repository_id, push, number, sha, commits, patch_id)
  select made.repository_id, made.id, pull.number, made.id, (
    select json_group_array(sha) from (
      select sha from change_commits where repository_id = made.repository_id and change_id = made.id
        and role = 'pushed' order by position
    )
  ), made.patch_id
  from changes as ${which}
  cross join changes as ${which === "made" ? "pull" : "made"}
    on made.repository_id = pull.repository_id and made.patch_id = pull.patch_id
  where ${which}.repository_id = @repositoryId and ${which}.id = @id
    and made.number is null and pull.number is not null and pull.state <> 'merged'`;

/** A quick test for each change, since few have a patch of their own. */
const OWN =
  "select patch_id as patchId, merge_sha as mergeSha from changes where repository_id = @repositoryId and id = @id";

/** The pushes that contain a commit. */
const PUSHED =
  "select change_id from change_commits where repository_id = @repositoryId and sha = @sha and role = 'pushed'";

/** Prepares the queries about landing claims. */
export function prepareClaims($client: Database["$client"]) {
  return {
    save: $client.prepare(SAVE),
    clear: $client.prepare(CLEAR),
    savePart: $client.prepare(SAVE_PART),
    matchPush: $client.prepare(match("made")),
    matchPull: $client.prepare(match("pull")),
    hasNumber: $client.prepare(hasClaim("number")),
    hasPush: $client.prepare(hasClaim("push")),
    ofNumber: $client.prepare(claimsOf("number")),
    ofPush: $client.prepare(claimsOf("push")),
    unreadOfPull: $client.prepare(unreadParts("claim.number = @number")),
    unreadOfPush: $client.prepare(unreadParts("claim.push = @id")),
    own: $client.prepare(OWN),
    pushed: $client.prepare(PUSHED).pluck(),
  };
}
