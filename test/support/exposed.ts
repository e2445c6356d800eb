import type { PersonDay, Side } from "../../src/domain/metric/person-days.ts";

/** So many figures are also tried with twice their amount. */
const FEW_FIGURES = 5;

/**
 * The fewest people that any sum of figures is about, if it has one of the first `count` figures.
 *
 * A figure is a set of repositories. Figures have a number of a person's day in common where they have the same of its
 * repositories.
 */
export function fewestExposed(
  figures: readonly (readonly string[])[],
  count: number,
  days: readonly PersonDay[],
  side: Side,
): number {
  const numbers = days.flatMap(({ builder, work }) => {
    const inFigure = figures.map((names) => [...work.keys()].filter((name) => names.includes(name)));
    const distinct = [...new Set(inFigure.map(String))].filter((key) => key !== "");
    const looked = distinct.filter(
      (key) => side === "all" || key.split(",").some((name) => work.get(name)?.[side]),
    );
    return looked.map((key) => ({ builder, in: inFigure.map((names) => `${names}` === key) }));
  });
  let fewest = Number.POSITIVE_INFINITY;
  for (const factors of combinations(figures.length)) {
    if (factors.slice(0, count).every((factor) => factor === 0)) continue;
    const people = new Set<string>();
    for (const { builder, in: isIn } of numbers) {
      const sum = factors.reduce((before, factor, place) => before + (isIn[place] ? factor : 0), 0);
      if (sum !== 0) people.add(builder);
    }
    if (people.size > 0 && people.size < fewest) fewest = people.size;
  }
  return fewest;
}

/** All choices of a factor for each figure. */
function combinations(length: number): readonly (readonly number[])[] {
  const factors = length <= FEW_FIGURES ? [0, 1, -1, 2, -2] : [0, 1, -1];
  let all: readonly (readonly number[])[] = [[]];
  for (let place = 0; place < length; place += 1)
    all = all.flatMap((each) => factors.map((factor) => [...each, factor]));
  return all;
}
