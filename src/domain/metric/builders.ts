import { type BuilderDay, distinctBuilders, round2 } from "./normalized-deployments.ts";
import type { Verdict } from "./verdict.ts";

/** The fewest people about whom anything is published, unless a config says otherwise. */
const PRIVACY_FLOOR = 5;
/** The lowest floor that a config can set. */
const LOWEST_FLOOR = 3;

/** Figures about the builders of a week; all `null` below the privacy floor. */
export interface BuilderFigures {
  readonly count: number | null;
  /** The share of builders with an AI-assisted change, or words where a share would point at one person. */
  readonly adoption: number | "none" | "few" | "nearly all" | null;
  readonly perBuilder: number | null;
  /** The usual range of their number, and the place of this week; absent in digests of earlier versions. */
  readonly usual?: Verdict["usual"];
  readonly signal?: Verdict["signal"] | null;
}

/** The figures when nothing may be published. */
export const NO_FIGURES: BuilderFigures = {
  count: null,
  adoption: null,
  perBuilder: null,
  usual: null,
  signal: null,
};

/** The floor that a config sets. */
export interface Floor {
  readonly floor?: number | undefined;
  /** Whether everything is public anyway, as in an open-source project. Then there is no floor. */
  readonly isPublic?: boolean | undefined;
}

/** The privacy floor in force for a config. */
export function floorOf({ floor = PRIVACY_FLOOR, isPublic = false }: Floor): number {
  return isPublic ? 1 : Math.max(LOWEST_FLOOR, floor);
}

/** The sources of the figures of a week's builders. */
export interface BuilderSources {
  readonly floor: number;
  /** The number of net changes of the week that declare AI, and of the others, as a digest shows them. */
  readonly shown: { readonly declared: number; readonly others: number };
  /** The verdict on the number of builders. */
  readonly verdict: Pick<Verdict, "usual" | "signal">;
}

/** Counts the builders of some builder-days, and the ones with an AI-assisted change. */
export function builderFigures(
  days: readonly BuilderDay[],
  { floor, shown, verdict: { usual, signal } }: BuilderSources,
): BuilderFigures {
  const count = distinctBuilders(days);
  if (count < floor) return NO_FIGURES;
  const assisted = distinctBuilders(days.filter(({ declared }) => declared > 0));
  const adoption = adoptionOf({ assisted, all: count }, shown);
  return { count, adoption, perBuilder: round2(days.length / count), usual, signal };
}

/** The share, or words for it. A share that readers can compute from the counts of changes is not hidden by words. */
function adoptionOf(
  { assisted, all }: { readonly assisted: number; readonly all: number },
  { declared, others }: BuilderSources["shown"],
): BuilderFigures["adoption"] {
  if (declared === 0) return "none";
  const isComputable = Math.max(1, all - others) === Math.min(all, declared);
  if (isComputable) return round2(assisted / all);
  if (assisted < 2) return "few";
  return assisted > all - 2 ? "nearly all" : round2(assisted / all);
}

const WEEKDAYS = 5;
/**
 * The share of builder-days at either end that is left out, since it does not show how full the other builders' days
 * are.
 */
const APART = 0.05;

/**
 * Builder-days ÷ (builders of the last four weeks × weekdays); `undefined` without builder-days.
 *
 * Only the builders of the middle nine tenths of these weeks' days count. Many people with one change a week would hide
 * that the others are at their ceiling.
 */
export function occupancyOf(
  days: readonly BuilderDay[],
  lastFourWeeks: readonly BuilderDay[],
): number | undefined {
  const carrying = carryingMiddle(days, lastFourWeeks);
  const ofThem = carrying.reduce((sum, { inWeek }) => sum + inWeek, 0);
  return carrying.length === 0 ? undefined : ofThem / (carrying.length * WEEKDAYS);
}

/**
 * Leaves out the builders with the fewest days, and the ones with the most, up to a twentieth of all days at each end.
 */
function carryingMiddle(days: readonly BuilderDay[], lastFourWeeks: readonly BuilderDay[]) {
  const inWeek = Map.groupBy(days, ({ builder }) => builder);
  const ascending = [...Map.groupBy(lastFourWeeks, ({ builder }) => builder)]
    .map(([builder, all]) => ({ inAll: all.length, inWeek: inWeek.get(builder)?.length ?? 0 }))
    .sort((a, b) => a.inAll - b.inAll || a.inWeek - b.inWeek);
  const most = APART * lastFourWeeks.length;
  const fewest = countWithin(ascending, most);
  const busiest = countWithin(ascending.toReversed(), most);
  return ascending.slice(fewest, ascending.length - busiest);
}

/** The number of builders, from the first on, who have at most this number of days together. */
function countWithin(builders: readonly { readonly inAll: number }[], most: number): number {
  let sum = 0;
  const end = builders.findIndex(({ inAll }) => {
    sum += inAll;
    return sum > most;
  });
  return end === -1 ? builders.length : end;
}
