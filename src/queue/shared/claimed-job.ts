import type { JobWithMetadata, PgBoss } from "pg-boss";
import { Claim, LostClaimError, withClaim } from "../../storage/sql/claim.ts";
import { SIGN_OF_LIFE_SECONDS } from "./boss.ts";

/** How often a server shows a sign of life for a job that it works. */
const BEAT_EVERY_MS = 5_000;
const CLAIM_LASTS_MS = SIGN_OF_LIFE_SECONDS * 1_000;

/** A job that this server has fetched. */
interface FetchedJob {
  readonly boss: Pick<PgBoss, "touch">;
  readonly queue: string;
  readonly job: JobWithMetadata<unknown>;
}

/**
 * Works a job under a claim, which lasts from one sign of life that the database took until the next one is overdue.
 *
 * It takes one statement before the work, and one in five seconds. The one before is needed, since nobody knows how long
 * the answer to the fetch was under way. Rejects with a `LostClaimError`, and begins nothing, when the job may no longer be
 * this server's.
 */
export async function workClaimed<Result>(
  { boss, queue, job }: FetchedJob,
  work: () => Promise<Result>,
): Promise<Result> {
  const end = await beat().catch((error: unknown) => {
    throw new LostClaimError({ cause: error });
  });
  const claim = new Claim(job.signal, end);
  claim.assert();
  const timer = setInterval(() => {
    beat().then(
      (end) => claim.extend(end),
      // pg-boss asks the same every ten seconds, and logs its failures. The claim ends by itself.
      () => {},
    );
  }, BEAT_EVERY_MS);
  try {
    return await withClaim(claim, work);
  } finally {
    clearInterval(timer);
  }

  /** Shows a sign of life. Resolves to the end of the claim, which counts from before the question. */
  async function beat(): Promise<number> {
    const asked = performance.now();
    // The types of pg-boss leave out what it returns.
    const { affected } = (await boss.touch(queue, job)) as { readonly affected: number };
    return affected > 0 ? asked + CLAIM_LASTS_MS : asked;
  }
}
