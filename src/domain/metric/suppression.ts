import type { ShippedChange } from "../shipping/judgement.ts";
import { dayIn, openCalendar, weekOfDay } from "./calendar.ts";
import type { Measured } from "./measured.ts";
import { firstWeekNeeded } from "./scope-weeks.ts";
import { wasLive } from "./undone-share.ts";
import type { Week } from "./week.ts";

/** The builders of some repositories by `owner/name`. */
type BuildersByRepository = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The repositories whose figures about builders must be withheld, by name.
 *
 * These are the repositories with fewer builders than the floor. The smallest further ones follow until subtraction of
 * the published ones from the organization leaves nobody, or at least the floor. Statistical offices call this
 * complementary suppression of cells. `count` is the number of the organization's builders.
 */
export function withheldRepositories(
  count: number,
  repositories: BuildersByRepository,
  floor: number,
): string[] {
  const bySize = [...repositories].sort(
    ([a, { size: sizeA }], [b, { size: sizeB }]) => sizeA - sizeB || (a < b ? -1 : 1),
  );
  const appearances = new Map<string, number>();
  for (const builder of bySize.flatMap(([, builders]) => [...builders])) {
    appearances.set(builder, (appearances.get(builder) ?? 0) + 1);
  }
  const withheld: string[] = [];
  for (const [repository, builders] of bySize) {
    const left = count - appearances.size;
    if (builders.size >= floor && (left === 0 || left >= floor)) break;
    withheld.push(repository);
    for (const builder of builders) leave(appearances, builder);
  }
  return withheld.sort();
}

function leave(appearances: Map<string, number>, builder: string): void {
  const others = (appearances.get(builder) ?? 0) - 1;
  if (others > 0) appearances.set(builder, others);
  else appearances.delete(builder);
}

/** The people behind some changes: the builders of net changes, and of changes that were in production at any time. */
export interface BuilderGroup {
  readonly net: ReadonlySet<string>;
  readonly live: ReadonlySet<string>;
  /** The builders of declared net changes, and of other net changes. */
  readonly declared: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
}

/** The fewest people whose work may be published in parts. */
export interface GroupRules {
  readonly floor: number;
  /** Whether the builders of declared changes, and of other changes, must each reach the floor as well. */
  readonly isStrict?: boolean | undefined;
}

/** The people behind the changes of some repositories by `owner/name`. */
export type GroupsByRepository = ReadonlyMap<string, BuilderGroup>;

/** The people behind some changes. */
export function builderGroupOf(changes: Iterable<ShippedChange>): BuilderGroup {
  const group = openGroup();
  for (const shipped of changes) join(group, shipped);
  return group;
}

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

/** Whether figures about these people's work are about nobody, or about at least the floor. */
export function isLargeEnough(
  { net, live, declared, others }: BuilderGroup,
  { floor, isStrict = false }: GroupRules,
): boolean {
  const areSidesEnough = [declared, others].every((side) => side.size === 0 || side.size >= floor);
  return live.size === 0 || (net.size >= floor && (!isStrict || areSidesEnough));
}

/** All the people behind several groups. */
export function unionOf(groups: readonly BuilderGroup[]): BuilderGroup {
  const union = openGroup();
  for (const group of groups) add(union, group);
  return union;
}

/**
 * The repositories whose own work must not be divided by AI assistance, by name.
 *
 * Changes add up, unlike people. Subtraction of the published repositories from the organization leaves the work of all
 * others, even where their builders also work in published ones. It must be the work of nobody, or of at least the
 * floor. So further repositories are withheld, the smallest first, until it is.
 */
export function withheldSplits(groups: GroupsByRepository, rules: GroupRules): string[] {
  const bySize = [...groups]
    .filter(([, { live }]) => live.size > 0)
    .sort(([a, { net: netA }], [b, { net: netB }]) => netA.size - netB.size || (a < b ? -1 : 1));
  const withheld: string[] = [];
  const left = openGroup();
  const withhold = ([repository, group]: (typeof bySize)[number]) => {
    withheld.push(repository);
    add(left, group);
  };
  for (const each of bySize) if (!isLargeEnough(each[1], rules)) withhold(each);
  for (const each of bySize) {
    if (isLargeEnough(left, rules)) break;
    if (isLargeEnough(each[1], rules)) withhold(each);
  }
  return withheld.sort();
}

type OpenGroup = Readonly<Record<keyof BuilderGroup, Set<string>>>;

function openGroup(): OpenGroup {
  return { net: new Set(), live: new Set(), declared: new Set(), others: new Set() };
}

const PARTS = ["net", "live", "declared", "others"] as const;

function add(open: OpenGroup, group: BuilderGroup): void {
  for (const part of PARTS) for (const builder of group[part]) open[part].add(builder);
}

function join({ net, live, declared, others }: OpenGroup, shipped: ShippedChange): void {
  const { builder, attribution } = shipped.change;
  if (builder === undefined || !wasLive(shipped)) return;
  live.add(builder);
  if (shipped.outcome !== "net") return;
  net.add(builder);
  (attribution === "declared" ? declared : others).add(builder);
}
