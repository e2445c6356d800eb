import { add, type BuilderGroup, type GroupRules, isLargeEnough, openGroup } from "./builder-group.ts";
import { builtInSeveral, type WorkOfWeek } from "./work-of-week.ts";

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

/**
 * The repositories whose own work must not be divided by AI assistance, by name.
 *
 * Beside those of `withheldForChanges`, these are the smallest further ones until subtraction leaves the work of nobody,
 * or of at least the floor, of normalized deployments too. In these, the days on which somebody built in several
 * repositories do not cancel out.
 *
 * Then no other sum tells more. One without the organization is about all builders of a repository, and every other one
 * includes what is left here, since who built in several repositories is among these.
 */
export function withheldSplits(work: WorkOfWeek, rules: GroupRules): string[] {
  return withheldUntil(work, rules, builtInSeveral(work.days));
}

/**
 * The repositories whose changes must not be divided by AI assistance, by name.
 *
 * Changes add up, unlike people. Subtraction of the published repositories from the organization leaves the work of all
 * others, even where their builders also work in published ones. It must be the work of nobody, or of at least the
 * floor. So further repositories are withheld, the smallest first, until it is.
 */
export function withheldForChanges(work: WorkOfWeek, rules: GroupRules): string[] {
  return withheldUntil(work, rules, openGroup());
}

/** Withholds the smallest repositories until enough people are left, with and without some who are left anyway. */
function withheldUntil(work: WorkOfWeek, rules: GroupRules, anyway: BuilderGroup): string[] {
  const bySize = smallestFirst(work).filter(([, { live }]) => live.size > 0);
  const withheld: string[] = [];
  const [left, leftWith] = [openGroup(), openGroup()];
  add(leftWith, anyway);
  const withhold = ([repository, group]: (typeof bySize)[number]) => {
    withheld.push(repository);
    add(left, group);
    add(leftWith, group);
  };
  for (const each of bySize) if (!isLargeEnough(each[1], rules)) withhold(each);
  for (const each of bySize) {
    if (isLargeEnough(left, rules) && isLargeEnough(leftWith, rules)) break;
    if (isLargeEnough(each[1], rules)) withhold(each);
  }
  return withheld.sort();
}

/** The repositories by the number of their builders, and then by what they would show: their normalized deployments. */
function smallestFirst({ groups, days }: WorkOfWeek): readonly (readonly [string, BuilderGroup])[] {
  const shown = new Map<string, number>();
  for (const { work } of days) for (const name of work.keys()) shown.set(name, (shown.get(name) ?? 0) + 1);
  return [...groups].sort(
    ([a, { net: netA }], [b, { net: netB }]) =>
      netA.size - netB.size || (shown.get(a) ?? 0) - (shown.get(b) ?? 0) || (a < b ? -1 : 1),
  );
}
