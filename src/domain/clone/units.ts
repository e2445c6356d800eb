import type { CloneCommit } from "./clone-commit.ts";

/** What became part of the default branch at once: a pull request, or what somebody pushed. */
export interface Unit {
  /** The pull request; `undefined` for a push. */
  readonly pull: string | undefined;
  /** The commit with which it became part: the merge, the squash, or the last commit pushed. */
  readonly end: CloneCommit;
  /** Its own commits, oldest first, merge commits apart. */
  readonly own: CloneCommit[];
  readonly merges: CloneCommit[];
}

/** Commits of one rebase are committed within seconds of one another. */
const SAME_REBASE = 5_000;

/**
 * Takes a history apart into what became part of a branch at once, along its line of first parents.
 *
 * A merge brings what is reachable from its other parents only. Pull requests in there, merged into a branch that was
 * merged here, are units of their own. Commits without a pull request that one person committed within seconds are one
 * push. The graph ends where commits are missing; `seen` grows by what was taken.
 */
export function unitsOf(graph: ReadonlyMap<string, CloneCommit>, tip: string, seen: Set<string>): Unit[] {
  const units: Unit[] = [];
  const open: Walk[] = [{ line: lineTo(graph, tip, seen), into: undefined }];
  for (let walk = open.at(-1); walk !== undefined; walk = open.at(-1)) {
    const commit = walk.line.pop();
    if (commit === undefined) open.pop();
    else open.push(...take(commit, { graph, seen, units, into: walk.into }));
  }
  return joined(units).filter(({ own }) => own.length > 0);
}

/** Commits of a line of first parents, the oldest last, and the unit that those without one belong to. */
interface Walk {
  readonly line: CloneCommit[];
  readonly into: Unit | undefined;
}

interface Taking {
  readonly graph: ReadonlyMap<string, CloneCommit>;
  readonly seen: Set<string>;
  readonly units: Unit[];
  readonly into: Unit | undefined;
}

/** Gives a commit to its unit, and returns the lines that it merges, to be walked next. */
function take(commit: CloneCommit, { graph, seen, units, into }: Taking): Walk[] {
  const isMerge = commit.parents.length > 1;
  const pull = isCopy(commit, graph) ? undefined : commit.pull;
  const isUnit = into === undefined || pull !== undefined;
  const unit = isUnit ? { pull, end: commit, own: [], merges: [] } : into;
  if (isUnit) units.push(unit);
  if (!isMerge) unit.own.push(commit);
  else unit.merges.push(commit);
  const lines = commit.parents.slice(1).map((parent) => lineTo(graph, parent, seen));
  return lines.toReversed().map((line) => ({ line, into: unit }));
}

/** Whether a commit was picked from the squash of a pull request: it keeps the subject, and the number in it. */
function isCopy({ pull, pickedFrom }: CloneCommit, graph: ReadonlyMap<string, CloneCommit>): boolean {
  return pull !== undefined && pickedFrom.some((origin) => graph.get(origin)?.pull === pull);
}

/** The line of first parents that ends with a commit, as far as nobody has taken it, newest first. */
function lineTo(graph: ReadonlyMap<string, CloneCommit>, tip: string, seen: Set<string>): CloneCommit[] {
  const line: CloneCommit[] = [];
  for (let commit = graph.get(tip); commit !== undefined && !seen.has(commit.sha); ) {
    seen.add(commit.sha);
    line.push(commit);
    commit = graph.get(commit.parents[0] ?? "");
  }
  return line;
}

/** Joins neighbouring pushes of one person within seconds: a rebase, or a series of patches. */
function joined(units: readonly Unit[]): Unit[] {
  const result: Unit[] = [];
  for (const unit of units) {
    const last = result.at(-1);
    if (last === undefined || !isSamePush(last, unit)) {
      result.push(unit);
      continue;
    }
    last.own.push(...unit.own);
    result.splice(-1, 1, { ...unit, own: last.own });
  }
  return result;
}

function isSamePush(a: Unit, b: Unit): boolean {
  const isPush = (unit: Unit) => unit.pull === undefined && unit.end.parents.length < 2;
  const isNext = b.own[0]?.parents[0] === a.end.sha;
  const { committer } = b.end;
  return (
    isPush(a) &&
    isPush(b) &&
    isNext &&
    committer !== undefined &&
    committer === a.end.committer &&
    Math.abs(b.end.at.getTime() - a.end.at.getTime()) <= SAME_REBASE
  );
}
