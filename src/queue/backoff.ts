import { rateLimitWait } from "../github/rate-limits.ts";
import { NotUnderstoodError } from "../github/read-payload.ts";
import { classifyError } from "../operations/error-kind.ts";

const FIRST_MS = 10_000;
const FACTOR = 4;
const LONGEST_MS = 30 * 60_000;
/** With this many tries the delays add up to more than a day, longer than an outage of GitHub is likely to last. */
const MOST_ATTEMPTS = 54;

/** The time of the next try, and the number of failed tries to store with it. */
interface NextTry {
  readonly at: Date;
  readonly attempts: number;
}

/** An item of work that failed, and how often it had failed before. */
interface FailedWork {
  readonly error: unknown;
  readonly attempts: number;
}

/**
 * Finds the time of the next try: after about 10 s, 40 s, 3 min, 11 min, then every half hour for a day; then never.
 *
 * A rate limit does not count as a failed try: the work waits until the limit resets. Up to a fifth is added at random,
 * so that items that failed together are not retried together. Our own bugs and payloads that we do not understand are
 * not retried: only another version mends them.
 */
export function nextTry(now: Date, { error, attempts }: FailedWork): NextTry | undefined {
  const wait = rateLimitWait(error);
  if (wait !== undefined) return { at: spread(now, wait), attempts };
  const isHopeless = error instanceof NotUnderstoodError || classifyError(error) === "bug";
  if (attempts + 1 >= MOST_ATTEMPTS || isHopeless) return undefined;
  return { at: spread(now, Math.min(FIRST_MS * FACTOR ** attempts, LONGEST_MS)), attempts: attempts + 1 };
}

function spread(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() + milliseconds * (1 + Math.random() / 5));
}

/** The kind of a failure: a rate limit, a delay until the next try, or the end of the tries. */
export function classifyFailure(
  error: unknown,
  next: NextTry | undefined,
): "rate-limited" | "put-off" | "given-up" {
  if (next === undefined) return "given-up";
  return rateLimitWait(error) === undefined ? "put-off" : "rate-limited";
}
