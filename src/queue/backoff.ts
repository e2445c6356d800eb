import { rateLimitWait } from "../github/rate-limits.ts";
import { NotUnderstoodError } from "../github/read-payload.ts";
import { kindOf } from "../operations/error-kind.ts";

const FIRST_MS = 10_000;
const FACTOR = 4;
const LONGEST_MS = 30 * 60_000;
/** The delays between so many tries add up to a day and more, so that no outage of GitHub's gives work up. */
const MOST_ATTEMPTS = 54;

/** When failed work is done again, and how many of its tries count as failed. */
interface NextTry {
  readonly at: Date;
  readonly attempts: number;
}

/** Work that failed, and how often it had failed before. */
interface FailedWork {
  readonly error: unknown;
  readonly attempts: number;
}

/**
 * When failed work is done again: after about 10 s, 40 s, 3 min, 11 min, then every half hour for a day; then never.
 *
 * What a rate limit refused waits until that is reset, and did not count as a try: nothing is wrong with it. Up to a
 * fifth is added at random, so that work that failed together does not come back together. A mistake of ours, and what is
 * not understood, is not tried again: only another version mends it.
 */
export function nextTry(now: Date, { error, attempts }: FailedWork): NextTry | undefined {
  const wait = rateLimitWait(error);
  if (wait !== undefined) return { at: spread(now, wait), attempts };
  const isHopeless = error instanceof NotUnderstoodError || kindOf(error) === "bug";
  if (attempts + 1 >= MOST_ATTEMPTS || isHopeless) return undefined;
  return { at: spread(now, Math.min(FIRST_MS * FACTOR ** attempts, LONGEST_MS)), attempts: attempts + 1 };
}

function spread(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds * (1 + Math.random() / 5));
}

/** How a failure counts: put off by a rate limit, put off, or given up when there is no next try. */
export function failureOf(
  error: unknown,
  next: NextTry | undefined,
): "rate-limited" | "put-off" | "given-up" {
  if (next === undefined) return "given-up";
  return rateLimitWait(error) === undefined ? "put-off" : "rate-limited";
}
