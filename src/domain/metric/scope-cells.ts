import { unionOf } from "./builder-group.ts";
import type { CountedChange, CountedFacts } from "./counted-part.ts";
import type { PersonDay } from "./person-days.ts";
import type { WorkOfWeek } from "./work-of-week.ts";

/** A scope of an organization. */
export interface ScopeSet {
  readonly name: string;
  /** The repositories, as `owner/name`, that it has, or has a part of. */
  readonly repositories: readonly string[];
  /** Whether it has a change of these; absent where it has all of them. */
  readonly has?: ((repository: string, change: CountedFacts) => boolean) | undefined;
}

/** Changes by cell: those of one repository that are in the same scopes. */
export interface Cells {
  readonly changes: ReadonlyMap<string, readonly CountedChange[]>;
  /** The cells of each repository. A repository that no scope divides is its only cell. */
  readonly ofRepository: ReadonlyMap<string, readonly string[]>;
}

/** Divides the changes of repositories into cells. It asks each partial scope about each change. */
export function cellsOf(
  changesOf: ReadonlyMap<string, readonly CountedChange[]>,
  scopes: readonly ScopeSet[],
): Cells {
  const changes = new Map<string, readonly CountedChange[]>();
  const ofRepository = new Map<string, readonly string[]>();
  for (const [repository, all] of changesOf) {
    const divided = Map.groupBy(all, ({ change }) => cellOf(repository, change, scopes));
    if (divided.size === 0) divided.set(repository, []);
    for (const [cell, own] of divided) changes.set(cell, own);
    ofRepository.set(repository, [...divided.keys()].sort());
  }
  return { changes, ofRepository };
}

/** No repository has a name with this character. */
const OF_SCOPES = "#";

function cellOf(repository: string, change: CountedFacts, scopes: readonly ScopeSet[]): string {
  const places = scopes.flatMap(({ repositories, has }, place) =>
    has !== undefined && repositories.includes(repository) && has(repository, change) ? [place] : [],
  );
  return places.length === 0 ? repository : `${repository}${OF_SCOPES}${places.join("+")}`;
}

/** The cells of a scope. */
export function cellsIn({ repositories, has }: ScopeSet, { changes, ofRepository }: Cells): string[] {
  return repositories.flatMap((repository) => {
    const cells = ofRepository.get(repository) ?? [];
    if (has === undefined) return cells;
    // All changes of a cell are in the same scopes.
    return cells.filter((cell) => {
      const [first] = changes.get(cell) ?? [];
      return first !== undefined && has(repository, first.change);
    });
  });
}

/** The work of whole repositories, from that of their cells. */
export function workOfRepositories(
  { groups, days }: WorkOfWeek,
  ofRepository: Cells["ofRepository"],
): WorkOfWeek {
  const repositoryOf = new Map(
    [...ofRepository].flatMap(([name, cells]) => cells.map((cell) => [cell, name])),
  );
  return {
    groups: new Map(
      [...ofRepository].map(([name, cells]) => [
        name,
        unionOf(cells.flatMap((cell) => groups.get(cell) ?? [])),
      ]),
    ),
    days: days.map(({ builder, work }): PersonDay => {
      const whole = new Map<string, { declared: boolean; others: boolean }>();
      for (const [cell, { declared, others }] of work) {
        const name = repositoryOf.get(cell) ?? cell;
        const before = whole.get(name);
        whole.set(name, {
          declared: declared || before?.declared === true,
          others: others || before?.others === true,
        });
      }
      return { builder, work: whole };
    }),
  };
}
