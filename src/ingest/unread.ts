import { DAY_MS, HOUR_MS, MINUTE_MS } from "../domain/durations.ts";
import type { Lack, UnreadKey } from "../domain/records/unread.ts";
import { isRefusal } from "../github/octokit.ts";
import { TooEarlyError } from "../github/when.ts";
import type { Unread, UnreadStore } from "../storage/unread.ts";

/** For so long what GitHub did not tell is asked for every night. */
const NIGHTLY_FOR_MS = 3 * DAY_MS;
/** At a time of day when little happens; of no repository in particular. */
const NIGHT_MS = (3 * 60 + 20) * MINUTE_MS;
const FIRST_MS = 10_000;
const FACTOR = 4;
const LONGEST_MS = 30 * MINUTE_MS;

/** What was asked for, and what is known of it by then. */
interface Asked {
  readonly key: UnreadKey;
  /** The stretch of history that was asked for. */
  readonly source: string;
  /** What was noted of it before. */
  readonly before: Unread | undefined;
  readonly now: Date;
}

/** Whether a failure is of what was asked for, and not of GitHub, the network, or a limit. */
export function isOfWhatWasAsked(error: unknown): boolean {
  return error instanceof TooEarlyError || isRefusal(error);
}

/** Notes that it is too early, or that GitHub cannot tell: it is asked for again after 10 s, 40 s, 3 min and so on. */
export function afterFailure(asked: Asked, error: unknown): Unread {
  const { before, now } = asked;
  const dueAt = new Date(now.getTime() + Math.min(FIRST_MS * FACTOR ** (before?.tries ?? 0), LONGEST_MS));
  const noted = noteOf(asked);
  return { ...noted, refusals: noted.refusals + (isRefusal(error) ? 1 : 0), dueAt };
}

/**
 * Notes that something is recorded as not told: it is asked for again soon, then every night for three days, and at the
 * next deployment of the repository, be that later.
 */
export function afterRecord(asked: Asked, lacks: Lack): Unread {
  const { now } = asked;
  const noted = noteOf(asked);
  const age = now.getTime() - noted.since.getTime();
  const soon = new Date(now.getTime() + Math.min(FIRST_MS * FACTOR ** (noted.tries - 1), LONGEST_MS));
  const next = age < HOUR_MS ? soon : nextNight(now);
  const isNightly = next.getTime() - noted.since.getTime() <= NIGHTLY_FOR_MS;
  return { ...noted, lacks, dueAt: isNightly ? next : undefined, isOver: age >= NIGHTLY_FOR_MS };
}

/** Forgets what was read; notes what was not, to be read again, where it has one name only and no stretch of history. */
export async function noteRead(
  unread: Pick<UnreadStore, "find" | "save" | "remove">,
  { key, isRead, now }: { readonly key: UnreadKey; readonly isRead: boolean; readonly now: Date },
): Promise<void> {
  if (isRead) return unread.remove(key);
  const before = await unread.find(key);
  await unread.save(afterRecord({ key, source: key.name, before, now }, "everything"));
}

/** The same thing asked for once more; what was noted of another stretch of history does not count. */
function noteOf({ key, source, before, now }: Asked): Unread {
  const same = before?.source === source ? before : undefined;
  return {
    ...key,
    source,
    lacks: same?.lacks,
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
