import {
  type BuilderFigures,
  type BuilderSources,
  builderFigures,
  NO_FIGURES,
  occupancyOf,
} from "./builders.ts";
import { distinctBuilders, round2, shareOf } from "./normalized-deployments.ts";
import type { ScopeWeeks } from "./scope-weeks.ts";
import { lastFourWeeks } from "./standing.ts";
import type { WhyWithheld } from "./told.ts";
import type { Verdict } from "./verdict.ts";
import type { Verdicts } from "./verdicts.ts";

/** The number itself, and how it compares. */
export interface NormalizedDeployments {
  readonly total: number;
  /** How much of the total is AI-assisted, and of how much that cannot be told; `null` where it is withheld. */
  readonly aiAssisted: number | null;
  readonly unknown: number | null;
  /** The usual range of the total; `null` while learning. */
  readonly usual: Verdict["usual"];
  /** How many weeks there are for a usual range; it takes twelve. */
  readonly learned: number;
  readonly signal: Verdict["signal"];
  /** How many weeks in a row, this one with them, had fewer than 60 % of the usual builders; 0 when it has not. */
  readonly quietWeeks: number;
  /**
   * Builder-days ÷ (builders of the last four weeks × weekdays); `null` when those are fewer than the privacy floor.
   *
   * It would tell their number.
   */
  readonly occupancy: number | null;
}

/** What the figures depend on, beside the weeks. */
interface HeadlineSources {
  readonly verdicts: Pick<Verdicts, "total" | "builders" | "quietWeeks">;
  /** How many net changes of the week declare AI, and how many do not. */
  readonly shown: BuilderSources["shown"];
  /** The privacy floor that holds. */
  readonly floor: number;
  /** Whether figures about builders are withheld whatever their number. */
  readonly hidesBuilders: boolean;
  /** Why the week is not divided by AI assistance. */
  readonly why: WhyWithheld | null;
}

/** The headline's figures, and those about builders, of a week. */
export function headlineOf(
  weeks: ScopeWeeks,
  { verdicts, shown, floor, hidesBuilders, why }: HeadlineSources,
): { readonly normalizedDeployments: NormalizedDeployments; readonly builders: BuilderFigures } {
  const { days } = weeks.current;
  const lastFour = lastFourWeeks(weeks);
  const isHidden = hidesBuilders || distinctBuilders(lastFour) < floor;
  const builders = hidesBuilders
    ? NO_FIGURES
    : builderFigures(days, { floor, shown, verdict: verdicts.builders });
  return {
    normalizedDeployments: {
      total: days.length,
      aiAssisted: why === null ? shareOf(days, "declared") : null,
      unknown: why === null ? shareOf(days, "unknown") : null,
      ...verdicts.total,
      quietWeeks: verdicts.quietWeeks,
      occupancy: isHidden ? null : round2(occupancyOf(days, lastFour) ?? 0),
    },
    builders: why === null ? builders : { ...builders, adoption: null },
  };
}
