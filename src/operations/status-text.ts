import type { UnreadKind } from "../domain/records/unread.ts";
import type { BackfillProgress } from "../storage/backfill.ts";
import type { Bug } from "../storage/bugs.ts";
import type { ParkedDelivery } from "../storage/delivery-queue.ts";
import type { GivenUpNotification } from "../storage/notifications.ts";
import type { WrittenDigest } from "../storage/operations.ts";
import type { DigestProblem } from "../storage/owner-digests.ts";
import { refusedLine } from "./refusal-lines.ts";
import type { Status } from "./status.ts";
import { counted, minute, printable } from "./text.ts";

/** A status for people, on one screen. */
export function statusText(status: Status, now: Date): string {
  const { deliveries, parked, lastDigests, backfills, refused } = status;
  return [
    ...firstRows(status, now).map(([name, text]) => `${name.padEnd(12)}${text}`),
    ...listed("parked (plimsoll retry ID, or --all)", parked.map(parkedLine), deliveries.parked),
    ...listed("bugs of ours: please report these lines", status.bugs.map(bugLine), status.bugs.length),
    ...listed(
      "refused by GitHub, asked again after a change or a day",
      refused.map(refusedLine),
      refused.length,
    ),
    ...listed(
      "digests of owners that are not published: their config must be corrected",
      status.digestProblems.slice(0, MOST_PROBLEMS).map(problemLine),
      status.digestProblems.length,
    ),
    ...listed(
      "notifications given up in the last 14 days",
      status.givenUpNotifications.map(notificationLine),
      status.notifications.givenUp,
    ),
    ...listed("last digests", lastDigests.map(digestLine), lastDigests.length),
    ...listed("backfills", backfills.slice(0, MOST_BACKFILLS).map(backfillLine), backfills.length),
  ].join("\n");
}

/** The rows about stored and due work, each with its name. */
function firstRows(status: Status, now: Date): (readonly [name: string, text: string])[] {
  const { store, deliveries, checkRuns } = status;
  const { waiting, givenUp } = status.notifications;
  const oldest = (at: Date | undefined) =>
    at === undefined || at > now ? "" : `, the oldest for ${formatAge(at, now)}`;
  return [
    ["store", `${store.kind}, schema ${store.schemaVersion}, ${(store.bytes / 1e6).toFixed(1)} MB`],
    [
      "installed",
      `${counted(store.installations, "installation")}, ${counted(store.repositories, "repository", "repositories")}`,
    ],
    ["ready", status.lastReadyAt ? `${formatAge(status.lastReadyAt, now)} ago` : "not asked yet"],
    [
      "deliveries",
      `${deliveries.pending} pending${oldest(deliveries.oldestDueAt)}; ${deliveries.parked} parked${suspendedText(deliveries)}`,
    ],
    [
      "check runs",
      `${checkRuns.stale} stale${oldest(checkRuns.oldestStaleSince)}; ${checkRuns.failing} failing, ${checkRuns.failed} given up`,
    ],
    ...(waiting + givenUp === 0
      ? []
      : [["notified", `${waiting} waiting; ${givenUp} given up in the last 14 days`] as const]),
    ...(status.missing.length === 0
      ? []
      : [["missing", `from GitHub: ${missingText(status.missing)}`] as const]),
  ];
}

function suspendedText({ suspended }: Status["deliveries"]): string {
  return suspended === 0 ? "" : `; ${suspended} of suspended installations`;
}

const MISSING: Readonly<Record<UnreadKind, readonly [one: string, many: string]>> = {
  range: ["range of history", "ranges of history"],
  change: ["change", "changes"],
  tag: ["commit of a tag", "commits of tags"],
  deployment: ["deployment's statuses", "deployments' statuses"],
  part: ["change landed by a push", "changes landed by pushes"],
  side: ["commit of a release branch", "commits of release branches"],
};

function missingText(missing: Status["missing"]): string {
  return missing.map(({ kind, count }) => counted(count, ...MISSING[kind])).join(", ");
}

const MOST_BACKFILLS = 5;
const MOST_PROBLEMS = 5;

function listed(title: string, lines: readonly string[], total: number): string[] {
  const more = total - lines.length;
  return lines.length === 0 ? [] : ["", title, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function parkedLine(parked: ParkedDelivery): string {
  const { id, event, parkedAt, attempts, error } = parked;
  const gone = goneText(parked);
  return `  ${id}  ${event}  ${minute(parkedAt)}  ${counted(attempts, "try", "tries")}  ${printable(error)}${gone}`;
}

function goneText({ canRetry, isNotUnderstood }: ParkedDelivery): string {
  if (isNotUnderstood) return "; not understood: a newer version asks GitHub for it again";
  return canRetry ? "" : "; its payload is gone";
}

/** One kind of bug: the work, the error and its place in the code, the first time, and the number of times. */
function bugLine({ work, error, firstAt, lastAt, times }: Bug): string {
  const when = times === 1 ? minute(firstAt) : `since ${minute(firstAt)}, last ${minute(lastAt)}`;
  return `  ${work}  ${printable(error)}  ${counted(times, "time")}  ${when}`;
}

function problemLine({ owner, problem, since }: DigestProblem): string {
  return `  ${printable(owner)}  since ${minute(since)}  ${printable(problem)}`;
}

function notificationLine({ subject, givenUpAt, attempts, problem }: GivenUpNotification): string {
  return `  ${minute(givenUpAt)}  ${subject}  ${counted(attempts, "try", "tries")}  ${printable(problem)}`;
}

function digestLine({ owner, name, scope, week, issueNumber, publishedAt }: WrittenDigest): string {
  const whose = scope === "owner" ? `${owner}, in ${name}` : `${owner}/${name}`;
  return `  ${minute(publishedAt)}  ${week}  ${whose}  #${issueNumber}`;
}

function backfillLine({ repositoryId, state, phase, done, total, problems }: BackfillProgress): string {
  const of = total === undefined ? "" : ` of about ${total}`;
  const [problem = ""] = problems;
  return `  repository ${repositoryId}  ${state}, ${phase}  ${done}${of} pull requests  ${printable(problem)}`.trimEnd();
}

/** The age in the largest unit that it fills twice, rounded down. */
function formatAge(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
