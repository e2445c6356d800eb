import type { SideCommit } from "../shipping/side-commits.ts";
import { type CloneChange, toChange } from "./clone-change.ts";
import type { CloneCommit } from "./clone-commit.ts";
import { withoutNumber } from "./pull-requests.ts";
import { createSubjectIndex } from "./subject-index.ts";
import type { Unit } from "./unit.ts";
import { splitIntoUnits } from "./units.ts";

/** The source of a clone's changes. */
export interface CloneSource {
  readonly graph: ReadonlyMap<string, CloneCommit>;
  /** The tip of the default branch. */
  readonly head: string;
  /** Tips of other branches that were released. */
  readonly others: readonly string[];
  /** The commits at which a shallow clone ends: nobody can tell what they changed. */
  readonly edge: ReadonlySet<string>;
}

/** The work in a clone's history. */
export interface CloneWork {
  /** The changes, as GitHub would have seen them, oldest first. */
  readonly changes: readonly CloneChange[];
  /** Commits that were picked to other branches without a pull request; a clone compares no patches. */
  readonly sides: readonly SideCommit[];
  /** Changes of other branches with the number of another change: copies of it, where they touch the same files. */
  readonly namesakes: readonly CloneChange[];
}

/** Finds the changes of a clone; on branches beside the default one only pull requests are changes. */
export function workOf({ graph, head, others, edge }: CloneSource): CloneWork {
  const seen = new Set<string>(edge);
  const onMain = splitIntoUnits(graph, head, { seen, isDefault: true }).toSorted(byEnd);
  const beside = others
    .flatMap((tip) => splitIntoUnits(graph, tip, { seen, isDefault: false }))
    .toSorted(byEnd);
  const { numbered = [], unnumbered = [] } = Object.groupBy(beside, ({ pull }) =>
    pull === undefined ? "unnumbered" : "numbered",
  );
  const firsts = firstsByPull([...onMain, ...numbered]);
  const firstOf = ({ pull }: Unit) => (pull === undefined ? undefined : firsts.get(pull));
  // The same pull request on another line: a cherry-pick, or history before a rewrite.
  const again = new Set(numbered.filter((unit) => firstOf(unit) !== unit));
  const made = toChanges([...onMain, ...numbered], { graph, again, numbers: new Set(firsts.keys()) });
  const [changes, namesakes]: [CloneChange[], CloneChange[]] = [[], []];
  for (const [unit, change] of made) (again.has(unit) ? namesakes : changes).push(change);
  const copies = [...again].map((unit) => ({
    sha: unit.end.sha,
    pickedFrom: [firstOf(unit)?.end.sha ?? ""],
  }));
  const picks = unnumbered
    .flatMap(({ own }) => own)
    .map(({ sha, says }) => ({ sha, pickedFrom: says.repeats.filter((name) => graph.has(name)) }))
    .filter(({ pickedFrom }) => pickedFrom.length > 0);
  return {
    changes,
    namesakes,
    sides: [...copies, ...picks].map((side) => ({ ...side, patchId: undefined })),
  };
}

/** Finds the first unit of each number. */
function firstsByPull(units: readonly Unit[]): ReadonlyMap<string, Unit> {
  const firsts = new Map<string, Unit>();
  for (const unit of units)
    if (unit.pull !== undefined && !firsts.has(unit.pull)) firsts.set(unit.pull, unit);
  return firsts;
}

/** The units that repeat another one, and the numbers of the others: no repeated unit has one of them. */
interface Among {
  readonly graph: CloneSource["graph"];
  readonly again: ReadonlySet<Unit>;
  readonly numbers: ReadonlySet<string>;
}

/** Converts units to changes, in the order of time. */
function toChanges(units: readonly Unit[], { graph, again, numbers }: Among): Map<Unit, CloneChange> {
  const ids = new Set<string>();
  const subjects = createSubjectIndex();
  const changes = new Map<Unit, CloneChange>();
  for (const unit of units.toSorted(byEnd)) {
    const isAgain = again.has(unit);
    const change = toChange(unit, { ids: isAgain ? numbers : ids, subjects, graph });
    changes.set(unit, change);
    if (isAgain) continue;
    ids.add(change.id);
    const { subject, title } = unit.end;
    subjects.add(withoutNumber(subject), change.id);
    if (title !== undefined) subjects.add(title, change.id);
  }
  return changes;
}

function byEnd({ end: a }: Unit, { end: b }: Unit): number {
  return a.at.getTime() - b.at.getTime();
}
