import type { Digest } from "../../../domain/metric/digest.ts";
import { MOST_QUIET } from "../../../domain/metric/quiet-weeks.ts";
import { FINAL_AFTER, SETTLED_AFTER } from "../../../domain/metric/week-state.ts";
import type { FillingWeek } from "../../../domain/metric/week-totals.ts";
import { percent, repositories, shipment, weeklyRange } from "../../figures.ts";
import { count, day } from "../../text.ts";
import { causeOfZero } from "../../zero.ts";
import type { DigestOptions } from "../options.ts";
import { answer } from "./answer.ts";

/** Whether anything changed; of a zero first why. */
export function verdictSentence(digest: Digest): string {
  const verdict = digest.normalizedDeployments.signal === "waiting" ? waiting(digest) : answer(digest);
  return [...whyZero(digest), verdict].join(" ");
}

/** How sure the verdict is, and what still fills; a sentence each. */
export function caveatSentences(
  digest: Digest,
  { isRepeated = false }: Pick<DigestOptions, "isRepeated">,
): string[] {
  const { normalizedDeployments, changes, state } = digest;
  const isWaiting = normalizedDeployments.signal === "waiting";
  return [
    ...fewerPeople(digest),
    ...(digest.beside.isNearCeiling && !isWaiting ? [nearCeiling(digest)] : []),
    ...(state === "complete" && changes.net > 0 ? [provisional(digest)] : []),
    ...(isRepeated && !isWaiting ? ["**No week completed since the last digest.**"] : []),
    ...stillFilling(digest),
  ];
}

/** A zero explains itself; nothing else is explained. */
export function whyZero({
  zeros = [],
  normalizedDeployments: { total },
  repositories: all,
}: Digest): string[] {
  const [first] = zeros;
  if (total > 0 || first === undefined) return [];
  if (all.length === 0 && zeros.length === 1) return [`**Why 0:** ${causeOfZero(first)}`];
  return [`**Why 0:** nothing counts in ${repositories(zeros.length)}, each for the reason below.`];
}

function waiting(digest: Digest): string {
  if (digest.state !== "open") return unproven(digest);
  const newest = digest.weeks.findLast(({ state }) => state !== "open");
  const last = newest ? ` The newest complete week is ${newest.week}, with ${newest.total}.` : "";
  return `**Too early to say whether anything changed:** ${whatFor(digest)}${last}`;
}

/** The week is no longer kept open, though much of its work may still ship. */
function unproven({ changes, ship }: Digest): string {
  const waiting = waitingOf(changes);
  const [waits, ships] = waiting === 1 ? ["waits", "it ships"] : ["wait", "they ship"];
  return `**No verdict:** ${count(waiting, "merged change")} still ${waits} for a ${shipment(ship)}, more than a tenth of the week's work. A week is held open for thirteen weeks at most. It is restated when ${ships}.`;
}

/** The pending changes that will count; for an older digest, all pending ones. */
function waitingOf({ waiting, pending }: Digest["changes"]): number {
  return waiting ?? pending;
}

function whatFor({ changes, repositories: all, ship }: Digest): string {
  const waiting = waitingOf(changes);
  const open = all.filter(({ state }) => state === "open").length;
  const where = open > 0 ? `, in ${open} of ${repositories(all.length)}` : "";
  if (waiting > 0) {
    const waits = waiting === 1 ? "waits" : "wait";
    return `${count(waiting, "merged change")} ${waits} for a ${shipment(ship)}${where}.`;
  }
  return "the week is not over.";
}

function fewerPeople({ normalizedDeployments: { quietWeeks = 0, usual } }: Digest): string[] {
  if (quietWeeks <= MOST_QUIET) return [];
  const anew = usual === null ? "began anew with them" : "begins anew with them from next week on";
  return [
    `In each of these ${quietWeeks} weeks fewer than 60 % of the usual number of builders shipped. The usual range ${anew}.`,
  ];
}

/** The part of the net changes from which the first lines report changes that nobody is accountable for. */
const MUCH = 0.1;

/** Whether nobody is accountable for much of the work. */
export function isUnaccounted({ changes: { net, noBuilder } }: Digest): boolean {
  return noBuilder > 0 && noBuilder >= MUCH * net;
}

/** For how much of the work nobody is accountable, if for much; a zero says so itself. */
export function unaccounted(digest: Digest, { isClone = false }: Pick<DigestOptions, "isClone">): string[] {
  if (!isUnaccounted(digest) || whyZero(digest).length > 0) return [];
  const { net, noBuilder } = digest.changes;
  const where = isClone ? "in a clone nobody accountable can be seen" : "nobody accountable is known";
  const more = isClone ? " GitHub tells the App who asked for them, and who merged them." : "";
  return [
    `**${noBuilder} of ${count(net, "net change")} ${noBuilder === 1 ? "does" : "do"} not count**: ${where}, for example because an agent wrote and merged them.${more}`,
  ];
}

const PLACES = { none: "within", above: "above", below: "below" };

function nearCeiling({ normalizedDeployments: { occupancy }, beside: { netChanges } }: Digest): string {
  const { signal, usual, count: net } = netChanges;
  const filled =
    occupancy === null
      ? ""
      : ` (they fill ${percent(occupancy)} of their weekdays, leaving out those with the fewest and the most days)`;
  const place =
    usual !== null && (signal === "none" || signal === "above" || signal === "below")
      ? `${PLACES[signal]} their usual range of ${weeklyRange(usual)}`
      : "which have no usual range to be held against";
  return `The number is near its ceiling of one a day for each builder${filled}. It has little room to rise; net changes tell more: ${net}, ${place}.`;
}

function provisional({ completedAt, ship }: Digest): string {
  const after = (time: number) => day(new Date(Date.parse(completedAt ?? "") + time));
  const until = completedAt === null ? "" : ` until ${after(SETTLED_AFTER)}, final on ${after(FINAL_AFTER)}`;
  return `Provisional${until}: what ${ship === "merges" ? "was merged" : "shipped"} can still be undone, which would restate the week.`;
}

/** Up to two weeks one by one; more are said together. */
const MOST_FILLING = 2;

function stillFilling({ filling, ship }: Digest): string[] {
  const weeks = filling.filter(({ total, pending }) => total + pending > 0);
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week];
  if (weeks.length <= MOST_FILLING) return weeks.map((each) => soFar(each.week, each, ship));
  const sum = (count: (each: FillingWeek) => number) => weeks.reduce((all, each) => all + count(each), 0);
  const together = { total: sum(({ total }) => total), pending: sum(({ pending }) => pending) };
  return [soFar(`${first} to ${last}`, together, ship)];
}

function soFar(
  when: string,
  { total, pending }: Pick<FillingWeek, "total" | "pending">,
  ship: Digest["ship"],
): string {
  const waits = pending === 0 ? "" : `, with ${count(pending, "change")} waiting for a ${shipment(ship)}`;
  return `${when} so far: ${total}${waits}.`;
}
