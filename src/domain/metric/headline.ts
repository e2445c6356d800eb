import {
  type BuilderFigures,
  type BuilderSources,
  builderFigures,
  NO_FIGURES,
  occupancyOf,
} from "./builders.ts";
import { distinctBuilders, round2, shareOf } from "./normalized-deployments.ts";
import type { ScopeWeeks } from "./scope-weeks.ts";
import type { Verdict } from "./verdict.ts";
import type { Verdicts } from "./verdicts.ts";
import { lastFourWeeks } from "./week-comparison.ts";
import type { WhyWithheld } from "./withheld.ts";

/** The headline number, and its comparison. */
export interface NormalizedDeployments {
  readonly total: number;
  /** The AI-assisted part of the total, and the part with unknown attribution; `null` where they are withheld. */
  readonly aiAssisted: number | null;
  readonly unknown: number | null;
  /** The usual range of the total; `null` while learning. */
  readonly usual: Verdict["usual"];
  /** The number of weeks for a usual range, which takes twelve. */
  readonly learned: number;
  readonly signal: Verdict["signal"];
  /**
   * The number of weeks in a row, including this one, with fewer than 60 % of the usual builders; 0 if this one has
   * enough.
   */
  readonly quietWeeks: number;
  /**
   * Builder-days ÷ (builders of the last four weeks × weekdays); `null` when those builders are fewer than the privacy
   * floor.
   *
   * It would reveal their number.
   */
  readonly occupancy: number | null;
}

/** The sources of the figures, beside the weeks. */
interface HeadlineSources {
  readonly verdicts: Pick<Verdicts, "total" | "builders" | "quietWeeks">;
  /** The number of net changes of the week that declare AI, and of the others. */
  readonly shown: BuilderSources["shown"];
  /** The privacy floor in force. */
  readonly floor: number;
  /** Whether figures about builders are withheld whatever their number. */
  readonly hidesBuilders: boolean;
  /** The reason why the week is not divided by AI assistance. */
  readonly why: WhyWithheld | null;
}

/** The headline figures of a week, and the figures about its builders. */
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
