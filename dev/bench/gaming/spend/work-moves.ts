import { shiftWeek } from "../../../../src/domain/metric/week.ts";
import { workUntil } from "../../../../src/domain/metric/week-units.ts";
import { digestSpend } from "../../../../src/domain/spend/digest-spend.ts";
import { shiftDay } from "../../../../src/domain/spend/fact.ts";
import type { DigestSpend } from "../../../../src/domain/spend/shown.ts";
import { factOf, knownOf } from "../../../simulation/examples/spend.ts";
import type { Outcome } from "../outcome.ts";
import { honestly, playWeeks } from "../play.ts";
import type { Look } from "../row.ts";
import { ROWS } from "../rows.ts";
import { NOW, PLAYED_WEEK, PLAYED_WEEKS, ZONE } from "../time.ts";
import { compared, type SpendMove } from "./move.ts";

const WEEK = shiftWeek(PLAYED_WEEK, PLAYED_WEEKS - 1);
const LAST_DAY = "2026-10-18";
const QUERY = { scope: "acme", week: WEEK, zone: ZONE, now: NOW, floor: 5 };
/** Twenty dollars a day in all weeks that are played. */
const SPEND = knownOf({
  facts: Array.from({ length: 112 }, (_, index) => factOf(shiftDay(LAST_DAY, -index), "20")),
});

/** What the digest says of the same spend beside what a team did. */
function besideOf({ measured }: Outcome): DigestSpend {
  const work = workUntil([measured], QUERY);
  return digestSpend(SPEND, { work, declared: work.declared.map(() => ["claude-code"]), now: NOW });
}

/** Plays the row of another table, which may not change the ratio. */
async function playRow(id: string): Promise<Look> {
  const row = ROWS.find((each) => each.id === id);
  if (row === undefined) throw new Error(`no row ${id}`);
  const honest = besideOf(await honestly());
  const gamed = besideOf(await playWeeks(row.play, row.rules));
  const ratio = (spend: DigestSpend) =>
    "withheld" in spend ? spend.withheld : spend.perNormalizedDeployment.value;
  return compared(honest, gamed, { holds: ratio(honest) === ratio(gamed) && !("withheld" in gamed) });
}

/** Moves in which the work is done otherwise, and the spend is the same. */
export const WORK_MOVES: readonly SpendMove[] = [
  { id: "S1", strategy: "put an AI trailer on every commit (G7)", play: () => playRow("G7") },
  {
    id: "S5",
    strategy: "cut each change into 12 pull requests and deployments (G5)",
    play: () => playRow("G5"),
  },
];
