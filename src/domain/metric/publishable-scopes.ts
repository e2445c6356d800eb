import {
  type GroupRules,
  type GroupsByRepository,
  isLargeEnough,
  unionOf,
  withheldSplits,
} from "./suppression.ts";

/** A set of repositories, as `owner/name`, of which figures may be published. */
interface RepositorySet {
  readonly name: string;
  readonly repositories: readonly string[];
}

/** Repositories that each published set has or lacks as a whole. */
type Part = readonly string[];

/**
 * The scopes whose figures may be published beside those of the organization and of its repositories, by name.
 *
 * Whatever a reader adds and subtracts, the result is about whole parts. So each part must be of nobody, or of at least
 * as many builders as the floor. The scopes are tried in their order, and one that would make a smaller part is
 * withheld. `published` has the sets of which the organization's digest shows figures already.
 */
export function publishableScopes(
  groups: GroupsByRepository,
  scopes: readonly RepositorySet[],
  { published, ...rules }: GroupRules & { readonly published: readonly Part[] },
): ReadonlySet<string> {
  const isEnough = (names: Part) =>
    isLargeEnough(unionOf(names.flatMap((name) => groups.get(name) ?? [])), rules);
  let parts = published.reduce(divided, partsOf(groups, rules));
  const names = new Set<string>();
  for (const { name, repositories } of scopes) {
    const next = divided(parts, repositories);
    const before = new Set(parts);
    const made = next.filter((part) => !before.has(part));
    if (!isEnough(repositories) || !made.every(isEnough)) continue;
    parts = next;
    names.add(name);
  }
  return names;
}

/** Each repository that may publish figures of its own, and all others together. Idle ones are in none. */
function partsOf(groups: GroupsByRepository, rules: GroupRules): readonly Part[] {
  const withheld = new Set(withheldSplits(groups, rules));
  const busy = [...groups].filter(([, { live }]) => live.size > 0).map(([name]) => name);
  const own = busy.filter((name) => !withheld.has(name)).map((name) => [name]);
  return [...own, busy.filter((name) => withheld.has(name))];
}

/** The parts, each divided in two where a set has only some of its repositories. */
function divided(parts: readonly Part[], repositories: Part): readonly Part[] {
  const inSet = new Set(repositories);
  return parts.flatMap((part) => {
    const inside = part.filter((name) => inSet.has(name));
    if (inside.length === 0 || inside.length === part.length) return [part];
    return [inside, part.filter((name) => !inSet.has(name))];
  });
}
