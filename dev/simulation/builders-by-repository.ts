import { builderGroupOf } from "../../src/domain/metric/builder-group.ts";
import type { Measured } from "../../src/domain/metric/measured.ts";
import { createWeekTest, type Week } from "../../src/domain/metric/week.ts";

/** The builders with a net change merged in a week, for each repository. */
export function buildersByRepository(
  measured: readonly Measured[],
  { week, zone }: { readonly week: Week; readonly zone: string },
): ReadonlyMap<string, ReadonlySet<string>> {
  const isInWeek = createWeekTest(week, zone);
  return new Map(
    measured.map(({ repository, changes }) => [
      repository,
      builderGroupOf(changes.filter(({ change }) => isInWeek(change.mergedAt))).net,
    ]),
  );
}
