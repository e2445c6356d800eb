import { type BuilderDay, distinctBuilders, round2 } from "./normalized-deployments.ts";
import type { Verdict } from "./verdict.ts";

/** Fewer people than this, and nothing about them is said, unless a config says otherwise. */
const PRIVACY_FLOOR = 5;
/** No config can lower the floor below this. */
const LOWEST_FLOOR = 3;

/** Figures about the builders of a week; all `null` below the privacy floor. */
export interface BuilderFigures {
  readonly count: number | null;
  /** The share of builders with an AI-assisted change, or words where a share would point at one person. */
  readonly adoption: number | "none" | "few" | "nearly all" | null;
  readonly perBuilder: number | null;
  /** The usual range of their number, and where this week lies; absent in digests of earlier versions. */
  readonly usual?: Verdict["usual"];
  readonly signal?: Verdict["signal"] | null;
}

/** What is said of builders when nothing may be. */
export const NO_FIGURES: BuilderFigures = {
  ...{ count: null, adoption: null, perBuilder: null },
  ...{ usual: null, signal: null },
};

/** How few people may be told of, as a config asks for. */
export interface Floor {
  readonly floor?: number | undefined;
  /** Whether all that is told of is public anyway, as in an open-source project: then there is no floor. */
  readonly isPublic?: boolean | undefined;
}

/** The privacy floor that holds where a config asks for one. */
export function floorOf({ floor = PRIVACY_FLOOR, isPublic = false }: Floor): number {
  return isPublic ? 1 : Math.max(LOWEST_FLOOR, floor);
}

/** What the figures of a week's builders are made from. */
export interface BuilderSources {
  readonly floor: number;
  /** How many net changes of the week declare AI, and how many do not, as a digest shows them. */
  readonly shown: { readonly declared: number; readonly others: number };
  /** The verdict on the number of builders. */
  readonly verdict: Pick<Verdict, "usual" | "signal">;
}

/** Counts the builders of some builder-days, and how many of them shipped an AI-assisted change. */
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

/** Words hide only what a reader cannot compute from the counts of changes. */
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

/** Builder-days ÷ (builders of the last four weeks × weekdays); `undefined` when nobody built anything. */
export function occupancyOf(
  days: readonly BuilderDay[],
  lastFourWeeks: readonly BuilderDay[],
): number | undefined {
  const builders = distinctBuilders(lastFourWeeks);
  return builders === 0 ? undefined : days.length / (builders * WEEKDAYS);
}
