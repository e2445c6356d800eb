import type { Calendar } from "./calendar.ts";
import { isLastSafe } from "./combinations.ts";
import { commonDays, commonWork, type PersonDay, type Side } from "./person-days.ts";
import { type Cells, workOfRepositories } from "./scope-cells.ts";
import { withheldBuilders, withheldSplits } from "./suppression.ts";
import { workOfWeek } from "./work-of-week.ts";

/** A scope with figures, and its cells. */
interface ScopeCells {
  readonly name: string;
  readonly cells: readonly string[];
}

interface BuilderRules {
  readonly floor: number;
  readonly isStrict?: boolean | undefined;
  readonly calendar: Calendar;
}

/**
 * The scopes that may publish their number of builders and their adoption, beside those of the organization, of its
 * repositories and of each other, by name. They are tried in their order.
 *
 * A person is one in each set in which they built anything. Whether they used AI may differ from set to set.
 */
export function publishableBuilders(
  { changes, ofRepository }: Cells,
  scopes: readonly ScopeCells[],
  { floor, isStrict = false, calendar }: BuilderRules,
): ReadonlySet<string> {
  const work = workOfWeek(changes, calendar);
  const whole = workOfRepositories(work, ofRepository);
  const withheld = withheldBuilders(whole, withheldSplits(whole, { floor, isStrict }), { floor, isStrict });
  const own = [...ofRepository].flatMap(([name, cells]) => (withheld.includes(name) ? [] : [cells]));
  const people = wholeWeeks(work.days);
  const busy = new Set(people.flatMap((person) => [...person.work.keys()]));
  const busyIn = (cells: readonly string[]) => cells.filter((cell) => busy.has(cell)).toSorted();
  const figures = [[...changes.keys()], ...own].map(busyIn);
  const known = new Set(["", ...figures.map(String)]);
  const sides: readonly Side[] = isStrict ? ["all", "declared", "others"] : ["all"];
  const names = new Set<string>();
  for (const { name, cells } of scopes) {
    const set = busyIn(cells);
    if (!known.has(`${set}`)) {
      const next = [...figures, set];
      const works = [commonDays(people, next), ...sides.map((side) => commonWork(people, next, side))];
      if (!works.every((each) => isLastSafe(each, next.length, floor))) continue;
      known.add(`${set}`);
      figures.push(set);
    }
    names.add(name);
  }
  return names;
}

/** The work of each person in the whole week. */
function wholeWeeks(days: readonly PersonDay[]): readonly PersonDay[] {
  const weeks = new Map<string, Map<string, { declared: boolean; others: boolean }>>();
  for (const { builder, work } of days) {
    const whole = weeks.get(builder) ?? new Map<string, { declared: boolean; others: boolean }>();
    weeks.set(builder, whole);
    for (const [cell, { declared, others }] of work) {
      const before = whole.get(cell);
      whole.set(cell, {
        declared: declared || before?.declared === true,
        others: others || before?.others === true,
      });
    }
  }
  return [...weeks].map(([builder, work]) => ({ builder, work }));
}
