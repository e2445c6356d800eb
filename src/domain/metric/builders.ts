import { type BuilderDay, distinctBuilders, round2 } from "./normalized-deployments.ts";

/** Fewer people than this, and nothing about them is said, unless a config says otherwise. */
const PRIVACY_FLOOR = 5;
/** No config can lower the floor below this. */
const LOWEST_FLOOR = 3;

/** Figures about the builders of a week; all `null` below the privacy floor. */
export interface BuilderFigures {
  readonly count: number | null;
  /** The share of builders with an AI-assisted change, or words where a share would point at one person. */
  readonly adoption: number | "few" | "nearly all" | null;
  readonly perBuilder: number | null;
}

/** What is said of builders when nothing may be. */
export const NO_FIGURES: BuilderFigures = { count: null, adoption: null, perBuilder: null };

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

/** Counts the builders of some builder-days, and how many of them shipped an AI-assisted change. */
export function builderFigures(days: readonly BuilderDay[], floor: number): BuilderFigures {
  const count = distinctBuilders(days);
  if (count < floor) return NO_FIGURES;
  const assisted = distinctBuilders(days.filter(({ declared }) => declared > 0));
  return { count, adoption: adoptionOf(assisted, count), perBuilder: round2(days.length / count) };
}

function adoptionOf(assisted: number, all: number): BuilderFigures["adoption"] {
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
