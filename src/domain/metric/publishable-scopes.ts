import { type GroupRules, type GroupsByRepository, isLargeEnough, unionOf } from "./builder-group.ts";
import { isSafeBeside } from "./safe-beside.ts";
import { withheldForChanges } from "./suppression.ts";
import type { WorkOfWeek } from "./work-of-week.ts";

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
 * Whatever a reader adds and subtracts, the result must be about nobody, or about at least as many builders as the
 * floor. A person may work in several repositories on a day, so what remains is a matter of people and days, and not
 * of repositories; see `isLastSafe`. A reader may also know what people did in several repositories, and subtract it. So
 * each part into which the sets divide the repositories must be of nobody or of enough builders, too.
 *
 * The scopes are tried in their order, and one that would tell of fewer people is withheld. `published` has the sets of which the organization's digest shows figures already.
 */
export function publishableScopes(
  { groups, days }: WorkOfWeek,
  scopes: readonly RepositorySet[],
  { published, ...rules }: GroupRules & { readonly published: readonly (readonly string[])[] },
): ReadonlySet<string> {
  const busy = new Set(days.flatMap(({ work }) => [...work.keys()]));
  const busyIn = (names: readonly string[]) => names.filter((name) => busy.has(name)).toSorted();
  const shown = [[...groups.keys()], ...published].map(busyIn);
  // The figures of no work, and of work that the digest shows already, tell nothing.
  const known = new Set(["", ...shown.map(String)]);
  // Scopes show their totals, too, and so does each repository, also where it withholds its splits for the sake of days.
  const withheld = new Set(withheldForChanges({ groups, days }, rules));
  const own = [...busy].filter((name) => !withheld.has(name)).map((name) => [name]);
  const isEnough = (part: Part) =>
    isLargeEnough(unionOf(part.flatMap((each) => groups.get(each) ?? [])), rules);
  const names = new Set<string>();
  let parts = published.reduce(divided, partsOf(groups, withheld));
  for (const { name, repositories } of scopes) {
    const set = busyIn(repositories);
    const next = divided(parts, repositories);
    const made = next.filter((part) => !parts.includes(part));
    if (![repositories, ...made].every(isEnough)) continue;
    if (!known.has(`${set}`)) {
      if (!isSafeBeside(set, [...own, ...shown], days, rules)) continue;
      known.add(`${set}`);
      shown.push(set);
    }
    parts = next;
    names.add(name);
  }
  return names;
}

/** Each repository that may publish figures of its own, and all others together. Idle ones are in none. */
function partsOf(groups: GroupsByRepository, withheld: ReadonlySet<string>): readonly Part[] {
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
