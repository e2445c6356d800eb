import type { Verdicts } from "../../../src/domain/metric/verdicts.ts";
import { type ByVerdict, VERDICTS, type VerdictName } from "./false-alarms.ts";
import { judgeWeek } from "./judge.ts";
import { playTeam } from "./team.ts";
import { CHANGE, type ChangedKind } from "./teams.ts";

/** Within so many weeks a change should be found. */
export const FOUND_WITHIN = 8;

/** Plays teams of some size and counts, in percent, in how many a verdict finds the change. */
export function countFound(kind: ChangedKind, people: number, teams: number): ByVerdict {
  const found = { total: 0, builders: 0, trend: 0, share: 0, together: 0 };
  for (let seed = 1; seed <= teams; seed++) {
    const weeks = playTeam(seed, kind.of(people), CHANGE + FOUND_WITHIN);
    const all = Array.from({ length: FOUND_WITHIN }, (_, index) => judgeWeek(weeks, CHANGE + index));
    for (const name of VERDICTS) if (all.some((each) => finds(each, name, kind.expects))) found[name]++;
  }
  const percent = (name: VerdictName) => (100 * found[name]) / teams;
  return {
    ...{ total: percent("total"), builders: percent("builders"), trend: percent("trend") },
    ...{ share: percent("share"), together: percent("together") },
  };
}

/** Whether a verdict says what has changed. */
function finds(verdicts: Verdicts, name: VerdictName, expects: "above" | "below"): boolean {
  if (name === "together") return VERDICTS.some((each) => each !== name && finds(verdicts, each, expects));
  if (name === "builders" && expects === "below" && verdicts.quietWeeks > 2) return true;
  return verdicts[name]?.signal === expects;
}
