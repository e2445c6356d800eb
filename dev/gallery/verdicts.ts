import { shiftWeek } from "../../src/domain/metric/week.ts";
import type { ShippedChange } from "../../src/domain/shipping/judgement.ts";
import { on, WEEK } from "../simulation/examples/records.ts";
import { type Exhibit, issue } from "./issue.ts";
import { teamOf, undoneOneIn, weeksOf } from "./work.ts";

const WEEKS = 27;
const TEAM = { often: 5 };
const ALL = weeksOf(WEEKS, TEAM);
const STAYED = ["shop-0", "shop-1", "shop-2", "shop-3"];

/** The digest issue of each verdict beside that on the total. */
export const VERDICTS: Readonly<Record<string, Exhibit>> = {
  "the AI-assisted share within its range": issue(teamOf(ALL)),
  "as often undone where AI is declared": issue(teamOf(undoneOneIn(ALL, { declared: 3, undeclared: 3 }))),
  "less often undone where AI is declared": issue(teamOf(undoneOneIn(ALL, { declared: 40, undeclared: 4 }))),
  "more AI-assisted than usual": issue(
    teamOf(weeksOf(WEEKS, { ...TEAM, declared: 2 }, { ...TEAM, declared: 9 })),
  ),
  "each ships more changes than before": issue(
    teamOf(
      ALL.flatMap((change) =>
        isSince(10, change) ? [1, 2, 3].map((part) => partOf(change, part)) : [change],
      ),
    ),
  ),
  "fewer people, and each ships as many changes as before": issue(
    teamOf(ALL.filter((shipped) => !isSince(3, shipped) || STAYED.includes(shipped.change.builder ?? ""))),
  ),
  "above its range, because more people shipped": issue(
    teamOf(weeksOf(WEEKS, { ...TEAM, builders: 7 }, { ...TEAM, builders: 16 })),
  ),
};

/** Whether a change was merged in the last weeks. */
function isSince(weeks: number, { change }: ShippedChange): boolean {
  return change.mergedAt >= on(shiftWeek(WEEK, -weeks), 0, 0);
}

/** One of several changes that somebody made of one. */
function partOf({ change, ...rest }: ShippedChange, part: number): ShippedChange {
  return { ...rest, change: { ...change, id: `${change.id}${part}` } };
}
