import { add, type GroupRules, type GroupsByRepository, isLargeEnough, openGroup } from "./builder-group.ts";

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
