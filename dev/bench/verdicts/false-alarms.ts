import type { Verdicts } from "../../../src/domain/metric/verdicts.ts";
import { BEFORE, judgeWeek } from "./judge.ts";
import { playTeam } from "./team.ts";
import { type QuietKind, WEEKS } from "./teams.ts";

/** The verdicts side by side, and all of them together. */
export const VERDICTS = ["total", "builders", "trend", "share", "together"] as const;

/** One of them. */
export type VerdictName = (typeof VERDICTS)[number];

/** A number for each. */
export type ByVerdict = Readonly<Record<VerdictName, number>>;

/** What a team without a change was told. */
export interface FalseAlarms {
  /** In how many of a hundred weeks a verdict was false. */
  readonly falsely: ByVerdict;
  /** In how many the total and the number of people were told to have risen, as they had. */
  readonly rightly: Readonly<Record<"total" | "builders", number>>;
}

/** Plays teams of some size and counts the weeks in which a verdict told of a change. */
export function countFalseAlarms(kind: QuietKind, people: number, teams: number): FalseAlarms {
  const falsely = { total: 0, builders: 0, trend: 0, share: 0, together: 0 };
  const rightly = { total: 0, builders: 0 };
  for (let seed = 1; seed <= teams; seed++) {
    const weeks = playTeam(seed, kind.of(people), WEEKS);
    for (let index = BEFORE; index < WEEKS; index++) {
      const verdicts = judgeWeek(weeks, index);
      const told = toldFalsely(verdicts, kind);
      for (const name of VERDICTS) if (told[name]) falsely[name]++;
      if (verdicts.total.signal === "above" && !told.total) rightly.total++;
      if (verdicts.builders.signal === "above" && !told.builders) rightly.builders++;
    }
  }
  const inHundred = (number: number) => (100 * number) / (teams * (WEEKS - BEFORE));
  return {
    falsely: {
      ...{ total: inHundred(falsely.total), builders: inHundred(falsely.builders) },
      ...{ trend: inHundred(falsely.trend), share: inHundred(falsely.share) },
      together: inHundred(falsely.together),
    },
    rightly: { total: inHundred(rightly.total), builders: inHundred(rightly.builders) },
  };
}

/**
 * Which verdicts on a week are false.
 *
 * In a team that grows the total and the number of people rise: what is told of them is false if it is "below", or if the
 * digest does not give the people as the reason.
 */
function toldFalsely(verdicts: Verdicts, { isGrowing }: QuietKind): Record<VerdictName, boolean> {
  const { total, trend, share, people, quietWeeks } = verdicts;
  const builders = isOutside(verdicts.builders) || quietWeeks > 2;
  const told = {
    total: isOutside(total) && !(isGrowing && total.signal === "above" && people === "more"),
    builders: builders && !(isGrowing && people === "more"),
    ...{ trend: isOutside(trend), share: isOutside(share) },
  };
  return { ...told, together: Object.values(told).some(Boolean) };
}

function isOutside(verdict: { readonly signal: string } | null): boolean {
  return verdict?.signal === "above" || verdict?.signal === "below";
}
