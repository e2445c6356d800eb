import { z } from "zod";
import { HOUR_MS } from "../domain/durations.ts";
import { statusOf } from "./octokit.ts";

/**
 * When something happened that GitHub is asked about.
 *
 * A webhook can come before the API knows what it is about (palantir/policy-bot#47): it then answers 404, or 422 for a
 * commit, and seconds later 200. So that answer is a fact only about what is old enough.
 */
export interface Happening {
  /** GitHub's time of it; `undefined` where GitHub tells none. */
  readonly at?: Date | undefined;
  /** When we heard of it first, and what time it is now, both by our own clock. */
  readonly heardAt: Date;
  readonly now: Date;
}

/** Nothing that just happened is asked about, so that whatever GitHub answers is a fact. */
export const NO_EVENT = "no event" as const;

export type When = Happening | typeof NO_EVENT;

/** For how long after something happened GitHub's API may not know it. */
const YOUNG_MS = HOUR_MS;

/** GitHub does not know something that happened only just now: it may know it soon. */
export class TooEarlyError extends Error {
  override readonly name = "TooEarlyError";

  constructor(status: number, options: ErrorOptions) {
    super(`GitHub answers ${status} about what happened within the last hour, so it is asked again`, options);
  }
}

/** Answers a request about something that GitHub does not know with `undefined`; too early, and for any other failure, throws. */
export function undefinedWhenUnknown(when: When) {
  return (error: unknown): undefined => {
    // 422 is GitHub's answer to an id that no commit has.
    const status = statusOf(error);
    if (status !== 404 && status !== 422) throw error;
    if (when !== NO_EVENT && isYoung(when, error)) throw new TooEarlyError(status, { cause: error });
    return undefined;
  };
}

/**
 * Whether something happened less than an hour before GitHub answered so.
 *
 * Our clock and GitHub's may differ by any amount. How long ago we heard of it is told by ours alone, and ends it in any
 * case. Whether it had happened long before we heard of it, as when a delivery comes late, both clocks must agree.
 */
function isYoung({ at, heardAt, now }: Happening, error: unknown): boolean {
  const isFresh = (then: Date, until: Date) => until.getTime() - then.getTime() < YOUNG_MS;
  if (!isFresh(heardAt, now)) return false;
  return at === undefined || isFresh(at, now) || isFresh(at, answeredAt(error) ?? now);
}

const answer = z.object({ response: z.object({ headers: z.object({ date: z.coerce.date() }) }) });

/** When GitHub answered, by its own clock. */
function answeredAt(error: unknown): Date | undefined {
  return answer.safeParse(error).data?.response.headers.date;
}
