import type { People } from "./people.ts";
import { MOST_QUIET } from "./quiet-weeks.ts";
import type { Signal } from "./verdict.ts";
import type { Verdicts } from "./verdicts.ts";

/** The place of a figure; `unknown` where it has no verdict yet. */
type Place = "none" | "above" | "below" | "unknown";

/**
 * All verdicts in one.
 *
 * `waiting`, `quiet`: the week gets none. `learning`: nothing is known yet. Otherwise: the place of the total, whether
 * more or fewer people shipped, whether each of them makes more or less than half a year ago, and the place of the
 * AI-assisted share.
 */
export type Summary =
  | { readonly kind: "waiting" | "quiet" | "learning" }
  | {
      readonly kind: "told";
      readonly total: Place;
      readonly people: People["people"];
      /** Whether their number is enough to explain the total. */
      readonly isEnough: boolean;
      readonly work: Place;
      /** The place of the AI-assisted share. */
      readonly share: Place;
      /** The number of weeks in which fewer people have shipped, from the third on; else 0. */
      readonly fewerFor: number;
    };

/** Summarizes the verdicts on a week. */
export function summaryOf({
  total,
  trend,
  share,
  people,
  isEnough,
  quietWeeks,
}: Pick<Verdicts, "people" | "isEnough" | "quietWeeks"> & {
  readonly total: { readonly signal: Signal };
  readonly trend: { readonly signal: Signal };
  /** `null` where it is withheld. */
  readonly share: { readonly signal: Signal } | null;
}): Summary {
  if (total.signal === "waiting" || total.signal === "quiet") return { kind: total.signal };
  const [lies, work] = [placeOf(total.signal), placeOf(trend.signal)];
  const isNews = people !== "none" || work === "above" || work === "below";
  if (lies === "unknown" && !isNews) return { kind: "learning" };
  const fewerFor = quietWeeks > MOST_QUIET ? quietWeeks : 0;
  return { kind: "told", total: lies, people, isEnough, work, share: placeOf(share?.signal), fewerFor };
}

function placeOf(signal: Signal | undefined): Place {
  return signal === "none" || signal === "above" || signal === "below" ? signal : "unknown";
}
