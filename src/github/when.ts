import { z } from "zod";
import { HOUR_MS } from "../domain/durations.ts";
import { statusOf } from "./octokit.ts";

/**
 * The time of an event that we ask GitHub about.
 *
 * A webhook can come before the API knows its subject (palantir/policy-bot#47): the API then answers 404, or 422 for a
 * commit, and seconds later 200. So such an answer is a fact only about an older event.
 */
export interface EventTime {
  /** The time by GitHub; `undefined` without one. */
  readonly at?: Date | undefined;
  /** The time when we first heard of it, and the current time, both by our own clock. */
  readonly heardAt: Date;
  readonly now: Date;
}

/** The request is about no recent event, so any answer of GitHub's is a fact. */
export const NO_EVENT = "no event" as const;

export type EventTimeOrNone = EventTime | typeof NO_EVENT;

/** For this long after an event GitHub's API may not know it. */
const RECENT_MS = HOUR_MS;

/** GitHub does not know the subject of a recent event: it may know it soon. */
export class TooEarlyError extends Error {
  override readonly name = "TooEarlyError";

  constructor(status: number, options: ErrorOptions) {
    super(
      `GitHub answers ${status} about what happened within the last hour, so the request is repeated`,
      options,
    );
  }
}

/**
 * Turns GitHub's answer about an unknown thing (404, 422) into `undefined`; throws when the event is recent, and on any
 * other failure.
 */
export function undefinedWhenUnknown(when: EventTimeOrNone) {
  return (error: unknown): undefined => {
    // 422 is GitHub's answer to an id that no commit has.
    const status = statusOf(error);
    if (status !== 404 && status !== 422) throw error;
    if (when !== NO_EVENT && isRecent(when, error)) throw new TooEarlyError(status, { cause: error });
    return undefined;
  };
}

/**
 * Whether an event happened less than an hour before GitHub's answer.
 *
 * Our clock and GitHub's may differ by any amount. By our clock alone, an hour after we first heard of the event it is
 * not recent any more. An event that reached us late is old only if both clocks say so.
 */
function isRecent({ at, heardAt, now }: EventTime, error: unknown): boolean {
  const isFresh = (then: Date, until: Date) => until.getTime() - then.getTime() < RECENT_MS;
  if (!isFresh(heardAt, now)) return false;
  return at === undefined || isFresh(at, now) || isFresh(at, answeredAt(error) ?? now);
}

const answer = z.object({ response: z.object({ headers: z.object({ date: z.coerce.date() }) }) });

/** The time of GitHub's answer, by its own clock. */
function answeredAt(error: unknown): Date | undefined {
  return answer.safeParse(error).data?.response.headers.date;
}
