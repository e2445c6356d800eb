import { isDeepStrictEqual } from "node:util";
import { sql } from "drizzle-orm";
import type { ChangeKey } from "../domain/records/change.ts";
import { landedPulls, type TrueClaim } from "../domain/shipping/landed-pulls.ts";
import { writeCommits } from "./change-writer.ts";
import { type Concerned, findClaims, findConcerned, type KnownClaim, saveMatches } from "./landing-claims.ts";
import { replayMerge } from "./merges.ts";
import { matches, placeholders } from "./rows.ts";
import { changes } from "./schema/changes.ts";
import type { Connection, Transaction } from "./sql/handle.ts";
import { build } from "./sql/query.ts";

const LAND = build
  .update(changes)
  .set({ mergedAt: sql`${sql.placeholder("at")}`, mergeSha: sql`${sql.placeholder("sha")}` })
  .where(matches(changes, placeholders("repositoryId", "id")));

const { repositoryId, push } = placeholders("repositoryId", "push");
/** A push is explained when a pull request was merged with its last commit, or when the rest of it was landed. */
const EXPLAIN = sql`
  update changes set is_explained = exists (
    select 1 from changes as pull
    where pull.repository_id = ${repositoryId} and pull.merge_sha = ${push} and pull.state = 'merged'
  ) or (
    exists (
      select 1 from landing_claims as claim join changes as pull
        on pull.repository_id = claim.repository_id and pull.id = '#' || claim.number and pull.merge_sha = claim.sha
      where claim.repository_id = ${repositoryId} and claim.push = ${push} and pull.state <> 'merged'
    ) and not exists (
      select 1 from change_commits as pushed
      where pushed.repository_id = ${repositoryId} and pushed.change_id = ${push} and pushed.role = 'pushed'
        and not exists (
          select 1 from change_commits as landed
          where landed.repository_id = ${repositoryId} and landed.sha = pushed.sha and landed.role = 'landed'
        )
        and pushed.position > coalesce((
          select max(part.position) from change_commits as part
          join changes as other on other.repository_id = part.repository_id and other.merge_sha = part.sha
          where part.repository_id = ${repositoryId} and part.change_id = ${push} and part.role = 'pushed'
            and other.state = 'merged'
        ), -1)
    )
  )
  where repository_id = ${repositoryId} and id = ${push} and not is_sealed`;

const ROW = build
  .select({ state: changes.state, isSealed: changes.isSealed, head: changes.headSha })
  .from(changes)
  .where(matches(changes, placeholders("repositoryId", "id")));

/** Connected claims, with their pull requests and pushes. */
interface Together {
  readonly numbers: ReadonlySet<number>;
  readonly pushes: ReadonlySet<string>;
  readonly claims: readonly KnownClaim[];
}

/**
 * Records a fact about a change, and derives the landed pull requests again that depend on the change: those that
 * somebody pushed and closed. GitHub does not call them merged.
 */
export async function settleLanded(
  transaction: Transaction,
  key: ChangeKey,
  record: () => Promise<void>,
): Promise<void> {
  const { repositoryId } = key;
  const before = await gather(transaction, repositoryId, [await findConcerned(transaction, key)]);
  await record();
  await saveMatches(transaction, key);
  const known = { numbers: [...before.numbers], pushes: [...before.pushes] };
  const after = await gather(transaction, repositoryId, [known, await findConcerned(transaction, key)]);
  if (before.claims.length + after.claims.length === 0) return;
  const [was, is] = [landedBy(before), landedBy(after)];
  const pullOf = (number: number) => ({ ...key, id: `#${number}` });
  for (const number of after.numbers) await saveLanding(transaction, pullOf(number), is.get(number));
  for (const push of after.pushes) await transaction.run(EXPLAIN, { repositoryId, push });
  for (const number of after.numbers)
    await replay(transaction, pullOf(number), { was: was.get(number), is: is.get(number) });
}

/** A pull request that GitHub calls merged keeps its merge. A sealed one stays unchanged. */
async function saveLanding(
  transaction: Transaction,
  { repositoryId, id }: ChangeKey,
  by: TrueClaim | undefined,
): Promise<void> {
  const row = await transaction.one(ROW, { repositoryId, id });
  if (row === undefined || row.isSealed) return;
  const of = { repositoryId, changeId: id };
  await writeCommits(transaction, { ...of, role: "landed" }, by?.commits ?? []);
  if (row.state === "merged") return;
  await transaction.run(LAND, { repositoryId, id, sha: by?.sha ?? null, at: by?.at ?? null });
  const carriers = by === undefined ? [] : [...new Set([by.sha, row.head])];
  await writeCommits(transaction, { ...of, role: "carrier" }, carriers);
}

/** A new or removed landing may change what went to production. */
async function replay(
  transaction: Transaction,
  key: ChangeKey,
  { was, is }: { readonly was: TrueClaim | undefined; readonly is: TrueClaim | undefined },
): Promise<void> {
  if (isDeepStrictEqual(was, is)) return;
  if (was !== undefined) await replayMerge(transaction, { ...key, id: was.push }, new Date(was.at));
  if (is !== undefined) await replayMerge(transaction, key, new Date(is.at));
}

/** Follows claims from some pull requests and pushes to all connected ones. */
async function gather(
  connection: Connection,
  repositoryId: number,
  from: readonly Concerned[],
): Promise<Together> {
  const numbers = new Set(from.flatMap((each) => each.numbers));
  const pushes = new Set(from.flatMap((each) => each.pushes));
  const found = new Map<string, KnownClaim>();
  let fresh = { numbers: [...numbers], pushes: [...pushes] };
  while (fresh.numbers.length + fresh.pushes.length > 0) {
    const connected = await findClaims(connection, repositoryId, fresh);
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
