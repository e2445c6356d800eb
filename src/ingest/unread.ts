import { DAY_MS, HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import type { MissingPart, UnreadKey } from "../domain/records/unread.ts";
import { isRefusal } from "../github/octokit.ts";
import { TooEarlyError } from "../github/when.ts";
import type { Unread, UnreadStore } from "../storage/unread.ts";

/** The time for which an unread fact is requested every night. */
const NIGHTLY_FOR_MS = 3 * DAY_MS;
/** A quiet time of day, the same for all repositories. */
const NIGHT_MS = (3 * 60 + 20) * MINUTE_MS;
const FIRST_MS = 10_000;
const FACTOR = 4;
const LONGEST_MS = 30 * MINUTE_MS;

/** A request, with the earlier notes about it. */
interface FactRequest {
  readonly key: UnreadKey;
  /** The requested range. */
  readonly source: string;
  /** The earlier note about it. */
  readonly before: Unread | undefined;
  readonly now: Date;
}

/** Whether a failure is about the requested fact, and not about GitHub, the network, or a limit. */
export function isAboutRequest(error: unknown): boolean {
  return error instanceof TooEarlyError || isRefusal(error);
}

/**
 * Notes that it is too early, or that GitHub cannot answer. The next requests follow after 10 s, 40 s, 3 min and so on.
 */
export function afterFailure(request: FactRequest, error: unknown): Unread {
  const { before, now } = request;
  const dueAt = new Date(now.getTime() + Math.min(FIRST_MS * FACTOR ** (before?.tries ?? 0), LONGEST_MS));
  const noted = noteOf(request);
  return { ...noted, refusals: noted.refusals + (isRefusal(error) ? 1 : 0), dueAt };
}

/**
 * Notes that a fact is recorded as missing. It is requested again soon, then every night for three days, and at the
 * next deployment of the repository, even if that is later.
 */
export function afterRecord(request: FactRequest, missing: MissingPart): Unread {
  const { now } = request;
  const noted = noteOf(request);
  const age = now.getTime() - noted.since.getTime();
  const soon = new Date(now.getTime() + Math.min(FIRST_MS * FACTOR ** (noted.tries - 1), LONGEST_MS));
  const next = age < HOUR_MS ? soon : nextNight(now);
  const isNightly = next.getTime() - noted.since.getTime() <= NIGHTLY_FOR_MS;
  return { ...noted, missing, dueAt: isNightly ? next : undefined, isOver: age >= NIGHTLY_FOR_MS };
}

/** Notes that a fact that was read must be read again at once: what decides about it changed meanwhile. */
export function afterChange(request: FactRequest): Unread {
  return { ...noteOf(request), missing: undefined, dueAt: request.now };
}

/**
 * Deletes the note about a fact that was read, or notes an unread one, to be requested again. For facts with one name
 * and no range.
 */
export async function noteRead(
  unread: Pick<UnreadStore, "find" | "save" | "remove">,
  { key, isRead, now }: { readonly key: UnreadKey; readonly isRead: boolean; readonly now: Date },
): Promise<void> {
  if (isRead) return unread.remove(key);
  const before = await unread.find(key);
  await unread.save(afterRecord({ key, source: key.name, before, now }, "everything"));
}

/** The note after one more request. An earlier note about another range does not count. */
function noteOf({ key, source, before, now }: FactRequest): Unread {
  const same = before?.source === source ? before : undefined;
  return {
    ...key,
    source,
    missing: same?.missing,
    since: same?.since ?? now,
    triedAt: now,
    tries: (same?.tries ?? 0) + 1,
    refusals: same?.refusals ?? 0,
    dueAt: undefined,
    isOver: false,
  };
}

function nextNight(now: Date): Date {
  const midnight = now.getTime() - (now.getTime() % DAY_MS);
  const night = midnight + NIGHT_MS;
  return new Date(night > now.getTime() ? night : night + DAY_MS);
}
