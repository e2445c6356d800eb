import { isDeepStrictEqual } from "node:util";
import type { ChangeKey } from "../domain/records/change.ts";
import { landedPulls, type TrueClaim } from "../domain/shipping/landed-pulls.ts";
import type { ChangeWriter } from "./change-writer.ts";
import type { Database } from "./database.ts";
import type { Concerned, KnownClaim, LandingClaims } from "./landing-claims.ts";
import { createMergeWriter } from "./merges.ts";

const LAND =
  "update changes set merged_at = @at, merge_sha = @sha where repository_id = @repositoryId and id = @id";

/** A push is explained when a pull request was merged with its last commit, or when the rest of it was landed. */
const EXPLAIN = `
  update changes set is_explained = exists (
    select 1 from changes as pull
    where pull.repository_id = @repositoryId and pull.merge_sha = @push and pull.state = 'merged'
  ) or (
    exists (
      select 1 from landing_claims as claim join changes as pull
        on pull.repository_id = claim.repository_id and pull.id = '#' || claim.number and pull.merge_sha = claim.sha
      where claim.repository_id = @repositoryId and claim.push = @push and pull.state <> 'merged'
    ) and not exists (
      select 1 from change_commits as pushed
      where pushed.repository_id = @repositoryId and pushed.change_id = @push and pushed.role = 'pushed'
        and not exists (
          select 1 from change_commits as landed
          where landed.repository_id = @repositoryId and landed.sha = pushed.sha and landed.role = 'landed'
        )
        and pushed.position > coalesce((
          select max(part.position) from change_commits as part
          join changes as other on other.repository_id = part.repository_id and other.merge_sha = part.sha
          where part.repository_id = @repositoryId and part.change_id = @push and part.role = 'pushed'
            and other.state = 'merged'
        ), -1)
    )
  )
  where repository_id = @repositoryId and id = @push and not is_sealed`;

const ROW =
  "select state, is_sealed as isSealed, head_sha as head from changes where repository_id = @repositoryId and id = @id";

interface Row {
  readonly state: "open" | "closed" | "merged";
  readonly isSealed: 0 | 1;
  readonly head: string;
}

/** Connected claims, with their pull requests and pushes. */
interface Together {
  readonly numbers: ReadonlySet<number>;
  readonly pushes: ReadonlySet<string>;
  readonly claims: readonly KnownClaim[];
}

/**
 * Prepares to derive the landed pull requests again: those that somebody pushed and closed. GitHub does not call them
 * merged.
 *
 * The returned function calls `record`, which saves a fact about a change. Then it derives the landed pull requests
 * that depend on the change, within the transaction of its caller.
 */
export function createLandedPulls(
  database: Database,
  { writer, claims }: { readonly writer: ChangeWriter; readonly claims: LandingClaims },
) {
  const { $client } = database;
  const [landIt, explain] = [$client.prepare(LAND), $client.prepare(EXPLAIN)];
  const rowOf = $client.prepare(ROW);
  const merges = createMergeWriter(database);
  return (key: ChangeKey, record: () => void): void => {
    const { repositoryId } = key;
    const before = gather(claims, repositoryId, [claims.findConcerned(key)]);
    record();
    claims.saveMatches(key);
    const known = { numbers: [...before.numbers], pushes: [...before.pushes] };
    const after = gather(claims, repositoryId, [known, claims.findConcerned(key)]);
    if (before.claims.length + after.claims.length === 0) return;
    const [was, is] = [landedBy(before), landedBy(after)];
    for (const number of after.numbers) saveLanding({ ...key, id: `#${number}` }, is.get(number));
    for (const push of after.pushes) explain.run({ repositoryId, push });
    for (const number of after.numbers) replay({ ...key, id: `#${number}` }, was.get(number), is.get(number));
  };

  /** A pull request that GitHub calls merged keeps its merge. A sealed one stays unchanged. */
  function saveLanding(key: ChangeKey, by: TrueClaim | undefined): void {
    const row = rowOf.get({ ...key }) as Row | undefined;
    if (row === undefined || row.isSealed === 1) return;
    const of = { repositoryId: key.repositoryId, changeId: key.id };
    writer.writeCommits({ ...of, role: "landed" }, by?.commits ?? []);
    if (row.state === "merged") return;
    landIt.run({ ...key, sha: by?.sha ?? null, at: by?.at ?? null });
    writer.writeCommits({ ...of, role: "carrier" }, by === undefined ? [] : [...new Set([by.sha, row.head])]);
  }

  /** A new or removed landing may change what went to production. */
  function replay(key: ChangeKey, was: TrueClaim | undefined, is: TrueClaim | undefined): void {
    if (isDeepStrictEqual(was, is)) return;
    if (was !== undefined) merges.replay({ ...key, id: was.push }, new Date(was.at));
    if (is !== undefined) merges.replay(key, new Date(is.at));
  }
}

/** Follows claims from some pull requests and pushes to all connected ones. */
function gather(claims: LandingClaims, repositoryId: number, from: readonly Concerned[]): Together {
  const numbers = new Set(from.flatMap((each) => each.numbers));
  const pushes = new Set(from.flatMap((each) => each.pushes));
  const found = new Map<string, KnownClaim>();
  let fresh = { numbers: [...numbers], pushes: [...pushes] };
  while (fresh.numbers.length + fresh.pushes.length > 0) {
    const connected = claims.findClaims(repositoryId, fresh);
    for (const claim of connected) found.set(JSON.stringify(claim), claim);
    fresh = {
      numbers: [...new Set(connected.map(({ number }) => number))].filter((number) => !numbers.has(number)),
      pushes: [...new Set(connected.map(({ push }) => push))].filter((push) => !pushes.has(push)),
    };
    for (const number of fresh.numbers) numbers.add(number);
    for (const push of fresh.pushes) pushes.add(push);
  }
  return { numbers, pushes, claims: [...found.values()] };
}

function landedBy({ claims: all }: Together): ReadonlyMap<number, TrueClaim> {
  return landedPulls(all.filter(({ isTrue }) => isTrue));
}
