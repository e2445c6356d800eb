import { type GroupRules, type GroupsByRepository, isLargeEnough, unionOf } from "./builder-group.ts";
import { isCountSafeBeside, isSafeBeside } from "./safe-beside.ts";
import { type Cells, workOfRepositories } from "./scope-cells.ts";
import { withheldForChanges } from "./suppression.ts";
import type { WorkOfWeek } from "./work-of-week.ts";

/** A set of cells, of which figures may be published. */
interface CellSet {
  readonly name: string;
  /** Whole repositories, as `owner/name`, or cells of them. */
  readonly repositories: readonly string[];
}

/** Cells that each published set has or lacks as a whole. */
type Part = readonly string[];

interface SetRules extends GroupRules {
  /** The sets of which the organization's digest shows figures already. */
  readonly published: readonly (readonly string[])[];
  /** The cells of each repository; absent where no scope divides one. */
  readonly ofRepository?: Cells["ofRepository"] | undefined;
}

/**
 * The scopes whose figures may be published beside those of the organization and of its repositories, by name.
 *
 * Whatever a reader adds and subtracts, the result must be about nobody, or about at least as many builders as the
 * floor. A person may work in several cells on a day, so what remains is a matter of people and days, and not of cells;
 * see `isLastSafe`. A reader may also know what people did in several cells, and subtract it. So each part into which
 * sets of whole repositories divide these must be of nobody or of enough builders, too.
 *
 * Scopes of whole repositories are tried first, in their order, and then the others. One that would tell of fewer people
 * is withheld. The total of each repository is published, also where its splits are not. That tells nothing of whole
 * repositories, but a scope that divides one is withheld where a sum of totals or of changes would be about few. A part
 * of a repository may be of few people, as long as no such sum is about it.
 */
export function publishableScopes(
  work: WorkOfWeek,
  scopes: readonly CellSet[],
  { published, ofRepository = wholeOf(work), ...rules }: SetRules,
): ReadonlySet<string> {
  const { groups, days } = work;
  const busy = new Set(days.flatMap((day) => [...day.work.keys()]));
  const busyIn = (names: readonly string[]) => names.filter((name) => busy.has(name)).toSorted();
  const shown = [[...groups.keys()], ...published].map(busyIn);
  const totals = [[...groups.keys()], ...ofRepository.values(), ...published].map(busyIn);
  // The figures of no work, and of work that the digest shows already, tell nothing.
  const known = new Set(["", ...shown.map(String)]);
  // Scopes show their totals, too, and so does each repository, also where it withholds its splits for the sake of days.
  const withheld = new Set(withheldForChanges(workOfRepositories(work, ofRepository), rules));
  const publishing = [...ofRepository].flatMap(([name, cells]) => (withheld.has(name) ? [] : [cells]));
  const own = publishing.map(busyIn).filter(({ length }) => length > 0);
  const isEnough = (part: Part) =>
    isLargeEnough(unionOf(part.flatMap((each) => groups.get(each) ?? [])), rules);
  const names = new Set<string>();
  let parts = published.reduce(divided, partsOf(groups, publishing));
  const cuts = ({ repositories }: CellSet) =>
    [...ofRepository.values()].some((cells) => isCut(cells, repositories));
  for (const scope of [...scopes.filter((each) => !cuts(each)), ...scopes.filter(cuts)]) {
    const set = busyIn(scope.repositories);
    const next = cuts(scope) ? parts : divided(parts, scope.repositories);
    const made = next.filter((part) => !parts.includes(part));
    if (![scope.repositories, ...made].every(isEnough)) continue;
    if (!known.has(`${set}`)) {
      if (!isSafeBeside(set, [...own, ...shown], days, rules)) continue;
      if (cuts(scope) && !isCountSafeBeside(set, totals, days, rules)) continue;
      known.add(`${set}`);
      shown.push(set);
      totals.push(set);
    }
    parts = next;
    names.add(scope.name);
  }
  return names;
}

/** Repositories that no scope divides: each is its only cell. */
function wholeOf({ groups }: WorkOfWeek): Cells["ofRepository"] {
  return new Map([...groups.keys()].map((name) => [name, [name]]));
}

/** Whether a set has some of a repository's cells, and not all. */
function isCut(cells: readonly string[], set: readonly string[]): boolean {
  return (
    cells.length > 1 && cells.some((cell) => set.includes(cell)) && !cells.every((cell) => set.includes(cell))
  );
}

/** Each repository that may publish figures of its own, and all others together. Idle cells are in none. */
function partsOf(groups: GroupsByRepository, publishing: readonly Part[]): readonly Part[] {
  const isBusy = (cell: string) => (groups.get(cell)?.live.size ?? 0) > 0;
  const own = publishing.map((cells) => cells.filter(isBusy)).filter(({ length }) => length > 0);
  const inOwn = new Set(own.flat());
  return [...own, [...groups.keys()].filter((cell) => isBusy(cell) && !inOwn.has(cell))];
}

/** The parts, each divided in two where a set has only some of its cells. */
function divided(parts: readonly Part[], cells: Part): readonly Part[] {
  const inSet = new Set(cells);
  return parts.flatMap((part) => {
    const inside = part.filter((name) => inSet.has(name));
    if (inside.length === 0 || inside.length === part.length) return [part];
    return [inside, part.filter((name) => !inSet.has(name))];
  });
}
