import { isEmptyMerge } from "../shipping/brought.ts";
import type { CloneCommit } from "./clone-commit.ts";
import { isSquashedTo, splitSquashedLine } from "./squashed-lines.ts";
import type { Unit } from "./unit.ts";

/** Commits of one rebase are committed within seconds of one another. */
const SAME_REBASE = 5_000;

/**
 * Splits a history into units, along its line of first parents.
 *
 * A merge brings the commits that only its other parents reach. Pull requests among these, merged into a branch that
 * was merged here, are units of their own. So are pull requests squashed without a number to a line that was merged
 * here (see `splitSquashedLine`). Commits without a pull request that one person committed within seconds are one push. The
 * graph ends where commits are missing; `seen` grows by the commits taken.
 *
 * A commit's statement of a landed pull request counts on the default branch only: elsewhere, copies repeat it.
 */
export function splitIntoUnits(
  graph: Graph,
  tip: string,
  { seen, isDefault }: { readonly seen: Set<string>; readonly isDefault: boolean },
): Unit[] {
  const units: Unit[] = [];
  const walked = { graph, seen, units, isDefault };
  const open: Walk[] = [{ line: lineTo(graph, tip, seen), into: undefined, isSquashedTo: false }];
  for (let walk = open.at(-1); walk !== undefined; walk = open.at(-1)) {
    const commit = walk.line.pop();
    if (commit === undefined) open.pop();
    else open.push(...take(commit, walk, walked));
  }
  return joinPushes(units.flatMap(splitSquashedLine)).filter((unit) => hasWork(unit, isDefault));
}

/** The commits of a line of first parents, oldest last, and the unit of its commits without a pull request. */
interface Walk {
  readonly line: CloneCommit[];
  readonly into: Unit | undefined;
  /** Whether pull requests were squashed to it. */
  readonly isSquashedTo: boolean;
}

interface Walked {
  readonly graph: Graph;
  readonly seen: Set<string>;
  readonly units: Unit[];
  readonly isDefault: boolean;
}

/** Gives a commit to its unit, and returns the lines that it merges, to be walked next. */
function take(commit: CloneCommit, walk: Walk, { graph, seen, units, isDefault }: Walked): readonly Walk[] {
  const { into } = walk;
  const isMerge = commit.parents.length > 1;
  const landed = isDefault && into === undefined && !isMerge ? commit.landed : undefined;
  const pull = isCopy(commit, graph) ? undefined : (commit.pull ?? landed);
  const isUnit = into === undefined || pull !== undefined;
  const unit = isUnit ? newUnit(pull, commit) : into;
  if (isUnit) units.push(unit);
  if (isUnit) into?.others.push(unit);
  if (!isMerge) unit.own.push(commit);
  else unit.merges.push(commit);
  if (!isMerge && !isUnit && walk.isSquashedTo && commit.isByGitHub) unit.squashed.add(commit.sha);
  if (!isMerge) return NO_WALKS;
  const lines = commit.parents.slice(1).map((parent) => lineTo(graph, parent, seen));
  const isLeftOut = !isUnit && isEmptyMerge(commit, (sha) => graph.get(sha)?.tree);
  // Commits that the branch of a unit leaves out are no work of that unit: they belong to a unit that nobody sees.
  const owner = isLeftOut ? newUnit(undefined, commit) : unit;
  return lines.toReversed().map((line) => ({ line, into: owner, isSquashedTo: isSquashedTo(line) }));
}

const NO_WALKS: readonly Walk[] = [];

function newUnit(pull: string | undefined, end: CloneCommit): Unit {
  return { pull, end, own: [], merges: [], squashed: new Set(), others: [] };
}

/** Whether the unit has any own work: a commit, or an edit in its merges beyond the merged sides. */
function hasWork({ pull, end, own, merges, others }: Unit, isDefault: boolean): boolean {
  if (own.length > 0) return true;
  const isOfMerges = isDefault && others.length === 0 && merges.some((merge) => merge !== end);
  return isOfMerges && (pull !== undefined || end.isEffective);
}

type Graph = ReadonlyMap<string, CloneCommit>;

/** Whether a commit is a cherry-pick of a pull request's commit: it keeps the message with its number. */
function isCopy({ pull, landed, says }: CloneCommit, graph: Graph): boolean {
  const isSame = (origin: CloneCommit | undefined) =>
    pull === undefined ? landed !== undefined && origin?.landed === landed : origin?.pull === pull;
  return says.repeats.some((sha) => isSame(graph.get(sha)));
}

/** The line of first parents that ends with a commit, up to the first commit already taken, newest first. */
function lineTo(graph: Graph, tip: string, seen: Set<string>): CloneCommit[] {
  const line: CloneCommit[] = [];
  for (let commit = graph.get(tip); commit !== undefined && !seen.has(commit.sha); ) {
    seen.add(commit.sha);
    line.push(commit);
    commit = graph.get(commit.parents[0] ?? "");
  }
  return line;
}

/**
 * Joins neighbouring pushes of one person within seconds (a rebase, or a series of patches), and neighbours that say
 * they land the same pull request.
 */
function joinPushes(units: readonly Unit[]): Unit[] {
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
  const isNext = b.own[0]?.parents[0] === a.end.sha && a.end.parents.length < 2 && b.end.parents.length < 2;
  if (!isNext || a.pull !== b.pull) return false;
  if (b.pull !== undefined) return b.pull === b.end.landed && b.pull === a.end.landed;
  const { committer } = b.end;
  return (
    committer !== undefined &&
    committer === a.end.committer &&
    Math.abs(b.end.at.getTime() - a.end.at.getTime()) <= SAME_REBASE
  );
}
