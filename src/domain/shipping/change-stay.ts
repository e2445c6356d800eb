import { absencesOf } from "./absence.ts";
import { type Change, isDeployedIn } from "./change.ts";
import { jointStays } from "./joint-stays.ts";
import type { Relations } from "./relations.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "./rules.ts";
import type { Absence, Arrival, Stay, Stays } from "./stays.ts";

/** The stay of a change in production. */
export interface ChangeStay {
  /** The first time that production held it merged; `undefined` before. */
  readonly arrival: Arrival | undefined;
  /** Whether the deployment of its first commit links nothing; see `DeploymentEffect`. */
  readonly isOutside: boolean;
  /** Whether production reached it without its content, because a merge left that out. */
  readonly isWithoutContent: boolean;
  /** The times in which production held none of its commits, after its arrival. */
  readonly absences: readonly Absence[];
  /** Substitutes for an end that brings nothing: the last own commit that brings content. */
  readonly substitutes: readonly Substitute[];
}

/** An own commit that replaces the end of a change, and its stays from when production reached that end. */
interface Substitute {
  readonly sha: string;
  readonly stays: readonly Stay[];
}

const NONE: readonly string[] = [];

type Carriage = Pick<Relations, "carriersOf" | "copiesOf" | "emptyCarriersOf">;

/** Follows the commits that carry a change, in each channel that deploys its files. */
export function changeStayOf(
  change: Change,
  { carriersOf, copiesOf, emptyCarriersOf }: Carriage,
  { stays, rules }: { readonly stays: Stays; readonly rules: readonly Rules[] },
): ChangeStay {
  if ((rulesAt(rules, change.mergedAt) ?? DEFAULT_RULES).ship === "merges") return mergeAsArrival(change);
  const isMine = ({ channel }: Stay) => isDeployedIn(change, channel);
  const passed = (shas: readonly string[]) => shas.flatMap((sha) => stays.get(sha) ?? []).filter(isMine);
  const copied = copiesOf(change).flatMap((copy) => jointStays(copy, stays));
  const reached = [...passed(carriersOf(change)), ...copied.filter(isMine)];
  const substitutes = (isSingle(change) ? NONE : change.carriers).flatMap((end) =>
    lastBrought(commitsBefore(end, change, stays), passed([end])[0], passed),
  );
  const before = substitutes.flatMap((each) => each.stays);
  const mine = [...reached.flatMap(broughtBy), ...before].sort(byArrival);
  const withoutContent = () =>
    neverBrought(change, [...reached, ...passed(emptyCarriersOf(change))].sort(byArrival));
  if (mine.length === 0) return withoutContent();
  const absences = absencesOf(mine);
  // A change without effective content arrives without content.
  if (!change.isEffective) return { ...withoutContent(), isWithoutContent: false, absences, substitutes };
  const arrival = arrivalOf(change, mine, absences);
  return { arrival, isOutside: mine[0]?.isLinked === false, isWithoutContent: false, absences, substitutes };
}

/**
 * A stay from the arrival of its content; none when production reached the commit without its content, and the
 * content never came.
 */
function broughtBy(stay: Stay): Stay[] {
  const { arrival, absences } = stay;
  const [gone, ...others] = absences;
  const isWithoutContent =
    gone?.deploymentId === arrival.deploymentId && gone?.from.getTime() === arrival.at.getTime();
  if (!isWithoutContent) return [stay];
  if (gone?.until === undefined) return [];
  return [{ ...stay, arrival: { ...arrival, ...gone.endedBy, at: gone.until }, absences: others }];
}

/**
 * The own commits of a change whose last commit brings nothing. The change then arrives with the last of them that
 * brings content.
 */
export function commitsBeforeEnd(change: Change, stays: Stays): readonly string[] {
  if (isSingle(change)) return NONE;
  return [...new Set(change.carriers.flatMap((end) => commitsBefore(end, change, stays)))];
}

/** Whether no commit comes before the end of a change, as in most. */
function isSingle({ commits, rewritten }: Change): boolean {
  return commits.length < 2 && rewritten.length < 2;
}

function commitsBefore(end: string, { commits, rewritten }: Change, stays: Stays): readonly string[] {
  const own = [commits, rewritten].find((all) => all.includes(end)) ?? [];
  const ended = own.length > 1 ? stays.get(end) : undefined;
  return ended?.flatMap(broughtBy).length === 0 ? own : [];
}

/** The stays of the last own commit with content, from when production reached the end of the change. */
function lastBrought(
  own: readonly string[],
  end: Stay | undefined,
  passed: (shas: readonly string[]) => readonly Stay[],
): Substitute[] {
  const brought = (sha: string) => passed([sha]).flatMap(broughtBy);
  const sha = own.findLast((each) => brought(each).length > 0);
  if (end === undefined || sha === undefined) return [];
  return [{ sha, stays: brought(sha).flatMap((each) => since(each, end.arrival)) }];
}

/** The rest of a stay after some arrival. If it is absent at that time, the rest begins with its return. */
function since(stay: Stay, arrival: Arrival): Stay[] {
  if (byArrival(stay, { arrival }) >= 0) return [stay];
  const [next, ...others] = stay.absences.filter(({ until }) => until === undefined || until > arrival.at);
  if (next === undefined || next.from > arrival.at) {
    return [{ ...stay, arrival, absences: next === undefined ? [] : [next, ...others] }];
  }
  if (next.until === undefined) return [];
  return [{ ...stay, arrival: { ...arrival, ...next.endedBy, at: next.until }, absences: others }];
}

/**
 * A change that production reached without its content arrives then, and not before its merge: it had nothing to carry.
 */
function neverBrought({ mergedAt }: Change, reached: readonly Stay[]): ChangeStay {
  const [first] = reached;
  const arrival = first && atLeast(mergedAt, first.arrival);
  const isOutside = first?.isLinked === false;
  return { arrival, isOutside, isWithoutContent: first !== undefined, absences: [], substitutes: [] };
}

type Arriving = Pick<Stay, "arrival">;

function byArrival({ arrival: a }: Arriving, { arrival: b }: Arriving): number {
  return a.at.getTime() - b.at.getTime() || (a.deploymentId ?? 0) - (b.deploymentId ?? 0);
}

/** Where shipping means merging, a change arrives with its merge. */
function mergeAsArrival({ mergedAt }: Change): ChangeStay {
  const arrival = { deploymentId: undefined, environment: "", at: mergedAt };
  return { arrival, isOutside: false, isWithoutContent: false, absences: [], substitutes: [] };
}

/** A change does not arrive before its merge: production holds it at the merge, or receives it later. */
function arrivalOf(
  { mergedAt }: Change,
  stays: readonly Stay[],
  absences: readonly Absence[],
): Arrival | undefined {
  const first = stays[0]?.arrival;
  if (first === undefined || first.at >= mergedAt) return first;
  const gone = absences.find(({ from, until }) => from <= mergedAt && (until ?? Infinity) > mergedAt);
  if (gone === undefined) return atLeast(mergedAt, first);
  const back = stays.find(({ arrival }) => arrival.at.getTime() === gone.until?.getTime());
  if (gone.until === undefined) return undefined;
  return back?.arrival ?? { ...first, ...gone.endedBy, at: gone.until };
}

/** An arrival, moved to the merge where the deployment was earlier. */
function atLeast(mergedAt: Date, arrival: Arrival): Arrival {
  return arrival.at >= mergedAt ? arrival : { ...arrival, at: mergedAt, deployedAt: arrival.at };
}
