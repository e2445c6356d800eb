import { type GroupsByRepository, join, type OpenGroup, openGroup } from "./builder-group.ts";
import { dayIn, openCalendar, weekOfDay } from "./calendar.ts";
import type { Measured } from "./measured.ts";
import { firstWeekNeeded } from "./scope-weeks.ts";
import type { Week } from "./week.ts";

/** The people behind the changes merged in a week, and in each earlier week of its digest, by repository. */
export function builderGroupsByWeek(
  measured: readonly Measured[],
  { week, zone }: { readonly week: Week; readonly zone: string },
): ReadonlyMap<Week, GroupsByRepository> {
  const calendar = openCalendar(firstWeekNeeded(week), week, zone);
  const weeks = calendar.weeks.map((each) => [each, new Map<string, OpenGroup>()] as const);
  for (const { repository, changes } of measured) {
    for (const shipped of changes) {
      const day = dayIn(calendar, shipped.change.mergedAt);
      const groups = day === undefined ? undefined : weeks[weekOfDay(day)]?.[1];
      if (groups === undefined) continue;
      const group = groups.get(repository) ?? openGroup();
      groups.set(repository, group);
      join(group, shipped);
    }
  }
  return new Map(weeks);
}
