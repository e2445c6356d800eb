import { absencesOf } from "./absence.ts";
import { type Change, isDeployedIn } from "./change.ts";
import { jointPassages } from "./joint-passages.ts";
import type { Absence, Arrival, Passage, Passages } from "./passages.ts";
import type { Relations } from "./relations.ts";
import { DEFAULT_RULES, type Rules, rulesAt } from "./rules.ts";

/** A change's way through production. */
export interface Journey {
  /** When production first held it merged; `undefined` while it has not. */
  readonly arrival: Arrival | undefined;
  /** Whether its first commit there came with a deployment that links nothing; see `Landing`. */
  readonly isOutside: boolean;
  /** The times in which production held none of its commits any more. */
  readonly absences: readonly Absence[];
}

/** Follows the commits that carry a change, wherever what it touches is deployed. */
export function journeyOf(
  change: Change,
  { carriersOf, copiesOf }: Pick<Relations, "carriersOf" | "copiesOf">,
  { passages, rules }: { readonly passages: Passages; readonly rules: readonly Rules[] },
): Journey {
  if ((rulesAt(rules, change.mergedAt) ?? DEFAULT_RULES).ship === "merges") return mergeAsArrival(change);
  const isMine = ({ channel }: Passage) => isDeployedIn(change, channel);
  const carried = carriersOf(change).flatMap((sha) => passages.get(sha) ?? []);
  const copied = copiesOf(change).flatMap((copy) => jointPassages(copy, passages));
  const mine = [...carried, ...copied].filter(isMine).sort(byArrival);
  const absences = absencesOf(mine);
  return { arrival: arrivalOf(change, mine, absences), isOutside: mine[0]?.isLinked === false, absences };
}

function byArrival({ arrival: a }: Passage, { arrival: b }: Passage): number {
  return a.at.getTime() - b.at.getTime() || (a.deploymentId ?? 0) - (b.deploymentId ?? 0);
}

/** Where merging is all that is known of shipping, a change arrives by being merged. */
function mergeAsArrival({ mergedAt }: Change): Journey {
  const arrival = { deploymentId: undefined, environment: "", at: mergedAt };
  return { arrival, isOutside: false, absences: [] };
}

/** A change does not arrive before it is merged: it was there by then, or came after. */
function arrivalOf(
  { mergedAt }: Change,
  passages: readonly Passage[],
  absences: readonly Absence[],
): Arrival | undefined {
  const first = passages[0]?.arrival;
  if (first === undefined || first.at >= mergedAt) return first;
  const gone = absences.find(({ from, until }) => from <= mergedAt && (until ?? Infinity) > mergedAt);
  if (gone === undefined) return { ...first, at: mergedAt, deployedAt: first.at };
  const back = passages.find(({ arrival }) => arrival.at.getTime() === gone.until?.getTime());
  if (gone.until === undefined) return undefined;
  return back?.arrival ?? { ...first, at: gone.until, deployedAt: first.at };
}
