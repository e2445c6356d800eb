import type { CountedChange } from "./counted-part.ts";
import { wasLive } from "./undone-share.ts";

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
export function builderGroupOf(changes: Iterable<CountedChange>): BuilderGroup {
  const group = openGroup();
  for (const shipped of changes) join(group, shipped);
  return group;
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

type OpenGroup = Readonly<Record<keyof BuilderGroup, Set<string>>>;

/** Nobody yet. */
export function openGroup(): OpenGroup {
  return { net: new Set(), live: new Set(), declared: new Set(), others: new Set() };
}

const PARTS = ["net", "live", "declared", "others"] as const;

/** Adds the people of another group. */
export function add(open: OpenGroup, group: BuilderGroup): void {
  for (const part of PARTS) for (const builder of group[part]) open[part].add(builder);
}

function join({ net, live, declared, others }: OpenGroup, shipped: CountedChange): void {
  const { builder, attribution } = shipped.change;
  if (builder === undefined || !wasLive(shipped)) return;
  live.add(builder);
  if (shipped.outcome !== "net") return;
  net.add(builder);
  (attribution === "declared" ? declared : others).add(builder);
}
