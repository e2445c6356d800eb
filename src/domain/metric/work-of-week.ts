import { type BuilderGroup, builderGroupOf, type GroupsByRepository, openGroup } from "./builder-group.ts";
import { type Calendar, dayIn, openCalendar, weekOfDay } from "./calendar.ts";
import type { CountedChange } from "./counted-part.ts";
import type { Measured } from "./measured.ts";
import { type PersonDay, personDays } from "./person-days.ts";
import { firstWeekNeeded } from "./scope-weeks.ts";
import type { Week } from "./week.ts";

/** The work of an organization's week. */
export interface WorkOfWeek {
  /** The people behind the changes of each repository. */
  readonly groups: GroupsByRepository;
  /** What each of them built on each day. */
  readonly days: readonly PersonDay[];
}

type ChangesByRepository = ReadonlyMap<string, readonly CountedChange[]>;

/** The work of a week, from the changes merged in it. */
export function workOfWeek(changes: ChangesByRepository, calendar: Calendar): WorkOfWeek {
  const groups = new Map([...changes].map(([name, own]) => [name, builderGroupOf(own)]));
  return { groups, days: personDays(changes, calendar) };
}

/** The work of a week, and of each earlier week of its digest. */
export function workByWeek(
  measured: readonly Measured[],
  { week, zone }: { readonly week: Week; readonly zone: string },
): ReadonlyMap<Week, WorkOfWeek> {
  const calendar = openCalendar(firstWeekNeeded(week), week, zone);
  const weeks = calendar.weeks.map((each) => [each, new Map<string, CountedChange[]>()] as const);
  for (const { repository, changes } of measured) {
    for (const shipped of changes) {
      const day = dayIn(calendar, shipped.change.mergedAt);
      const found = day === undefined ? undefined : weeks[weekOfDay(day)]?.[1];
      if (found === undefined) continue;
      const own = found.get(repository);
      if (own === undefined) found.set(repository, [shipped]);
      else own.push(shipped);
    }
  }
  return new Map(weeks.map(([each, changes]) => [each, workOfWeek(changes, calendar)]));
}

/**
 * The people who built in several repositories on one day.
 *
 * An organization counts such a day once, and each of the repositories counts its own part of it. So these numbers do
 * not cancel out.
 */
export function builtInSeveral(days: readonly PersonDay[]): BuilderGroup {
  const group = openGroup();
  for (const { builder, work } of days) {
    if (work.size < 2) continue;
    group.live.add(builder);
    group.net.add(builder);
    for (const { declared, others } of work.values()) {
      if (declared) group.declared.add(builder);
      if (others) group.others.add(builder);
    }
  }
  return group;
}
