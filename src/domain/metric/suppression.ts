import {
  add,
  type BuilderGroup,
  type GroupRules,
  type GroupsByRepository,
  isLargeEnough,
  openGroup,
  unionOf,
} from "./builder-group.ts";
import { builtInSeveral, type WorkOfWeek } from "./work-of-week.ts";

/** The builders of some repositories by `owner/name`. */
type BuildersByRepository = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The repositories whose figures about builders must be withheld, by name.
 *
 * These are the repositories with fewer builders than the floor. The smallest further ones follow until subtraction of
 * the published ones from the organization leaves nobody, or at least the floor. Statistical offices call this
 * complementary suppression of cells. `count` is the number of the organization's builders. `isEnough` may ask for more.
 */
export function withheldRepositories(
  count: number,
  repositories: BuildersByRepository,
  floor: number,
  isEnough: (withheld: readonly string[]) => boolean = () => true,
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
    if (builders.size >= floor && (left === 0 || left >= floor) && isEnough(withheld)) break;
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

/**
 * The repositories whose figures about builders would expose others in a week, by name.
 *
 * Beside those of `withheldRepositories`, these are the smallest further ones until subtraction tells nothing of who
 * used AI. Who works in several repositories of a week may have used it in some of them only. So these people do not
 * cancel out, nor do those of repositories that publish no adoption. They must be nobody, or at least the floor.
 * `splits` has the repositories whose splits are withheld.
 */
export function withheldBuilders(
  { groups }: Pick<WorkOfWeek, "groups">,
  splits: readonly string[],
  rules: GroupRules,
): string[] {
  const all = unionOf([...groups.values()]).net;
  const builders = new Map([...groups].map(([name, { net }]) => [name, net]));
  const several = worksInSeveral(groups);
  return withheldRepositories(all.size, builders, rules.floor, (withheld) => {
    const left = openGroup();
    add(left, several);
    for (const name of new Set([...splits, ...withheld])) addNet(left, groups.get(name));
    return isLargeEnough(left, rules);
  });
}

/** The people with net changes in several repositories. */
function worksInSeveral(groups: GroupsByRepository): BuilderGroup {
  const { declared, others } = unionOf([...groups.values()]);
  const [known, several] = [new Set<string>(), new Set<string>()];
  for (const builder of [...groups.values()].flatMap(({ net }) => [...net])) {
    if (known.has(builder)) several.add(builder);
    known.add(builder);
  }
  return {
    net: several,
    live: several,
    declared: declared.intersection(several),
    others: others.intersection(several),
  };
}

/** Adds the people of a group who have net changes. */
function addNet(open: ReturnType<typeof openGroup>, group: BuilderGroup = openGroup()): void {
  add(open, { ...group, live: group.net });
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
