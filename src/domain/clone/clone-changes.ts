import type { SideCommit } from "../shipping/side-commits.ts";
import { type CloneChange, toChange } from "./clone-change.ts";
import type { CloneCommit } from "./clone-commit.ts";
import { withoutNumber } from "./pull-requests.ts";
import { createSubjectIndex } from "./subject-index.ts";
import type { Unit } from "./unit.ts";
import { unitsOf } from "./units.ts";

/** Where the changes of a clone are looked for. */
export interface CloneSource {
  readonly graph: ReadonlyMap<string, CloneCommit>;
  /** The tip of the default branch. */
  readonly head: string;
  /** Tips of other branches that were released. */
  readonly others: readonly string[];
  /** Commits whose changes cannot be told: those at which a shallow clone ends. */
  readonly edge: ReadonlySet<string>;
}

/** What a clone's history is made of. */
export interface CloneWork {
  /** The changes, as GitHub would have seen them, oldest first. */
  readonly changes: readonly CloneChange[];
  /** What was picked to other branches without a pull request; a clone compares no patches. */
  readonly sides: readonly SideCommit[];
  /** Changes of other branches with the number of another change: copies of that, where they touch what it does. */
  readonly namesakes: readonly CloneChange[];
}

/** Finds the changes of a clone; on branches beside the default one only pull requests are changes. */
export function workOf({ graph, head, others, edge }: CloneSource): CloneWork {
  const seen = new Set<string>(edge);
  const onMain = unitsOf(graph, head, { seen, isDefault: true });
  const { told = [], aside = [] } = Object.groupBy(
    others.flatMap((tip) => unitsOf(graph, tip, { seen, isDefault: false })).toSorted(byEnd),
    ({ pull }) => (pull === undefined ? "aside" : "told"),
  );
  const pulls = new Map<string, Unit>();
  for (const unit of [...onMain.toSorted(byEnd), ...told])
    if (unit.pull !== undefined && !pulls.has(unit.pull)) pulls.set(unit.pull, unit);
  const isFirst = (unit: Unit) => unit.pull !== undefined && pulls.get(unit.pull) === unit;
  // The same pull request on another line: it was picked there, or that line is history from before a rewrite.
  const again = told.filter((unit) => !isFirst(unit));
  const copies = again.map(({ pull = "", end }) => ({ sha: end.sha, pickedFrom: endsOf(pulls.get(pull)) }));
  const picks = aside
    .flatMap(({ own }) => own)
    .map(({ sha, says }) => ({ sha, pickedFrom: says.repeats.filter((name) => graph.has(name)) }));
  const sides = [...copies, ...picks].filter(({ pickedFrom }) => pickedFrom.length > 0);
  const changes = toChanges([...onMain, ...told.filter(isFirst)], graph);
  const known = { graph, ids: new Set(pulls.keys()), subjects: createSubjectIndex() };
  return {
    changes,
    namesakes: again.map((unit) => toChange(unit, known)),
    sides: sides.map((side) => ({ ...side, patchId: undefined })),
  };
}

function endsOf(unit: Unit | undefined): string[] {
  return unit === undefined ? [] : [unit.end.sha];
}

function toChanges(units: readonly Unit[], graph: CloneSource["graph"]): CloneChange[] {
  const ids = new Set<string>();
  const subjects = createSubjectIndex();
  return units.toSorted(byEnd).map((unit) => {
    const change = toChange(unit, { ids, subjects, graph });
    ids.add(change.id);
    subjects.add(withoutNumber(unit.end.subject), change.id);
    return change;
  });
}

function byEnd({ end: a }: Unit, { end: b }: Unit): number {
  return a.at.getTime() - b.at.getTime();
}
