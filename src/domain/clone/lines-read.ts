import type { Change } from "../shipping/change.ts";
import { newCommits } from "../shipping/commit-graph.ts";
import type { CloneCommit } from "./clone-commit.ts";
import type { Release } from "./releases.ts";

/** A line of history that a preview read, and the number of changes on it. */
export interface LineRead {
  /** The branch, or the beginning of a version: `9.5`. */
  readonly name: string;
  readonly changes: number;
}

/** The parts of a clone that were read. */
interface Read {
  readonly graph: ReadonlyMap<string, CloneCommit>;
  readonly branch: { readonly name: string; readonly sha: string };
  readonly releases: readonly Release[];
  readonly changes: readonly Change[];
}

/** Sorts changes by their line: the branch, or the line of the first version that alone reached them. */
export function linesRead({ graph, branch, releases, changes }: Read): LineRead[] {
  const lineOf = new Map<string, string>();
  const take = (sha: string, name: string) => {
    for (const commit of newCommits(graph, sha, (each) => lineOf.has(each))) lineOf.set(commit, name);
  };
  take(branch.sha, branch.name);
  for (const { name, sha } of releases) take(sha, versionLine(name));
  const counts = new Map([[branch.name, 0]]);
  for (const { carriers } of changes) {
    const [line] = carriers.flatMap((sha) => lineOf.get(sha) ?? []);
    if (line !== undefined) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const [main, ...others] = [...counts].map(([name, number]) => ({ name, changes: number }));
  return [...(main ? [main] : []), ...others.sort((a, b) => b.changes - a.changes)];
}

/** The first two numbers of a version with the text before them: `v9.5` of `v9.5.3`. */
function versionLine(tag: string): string {
  return /^.*?\d+[._-]\d+/.exec(tag)?.[0] ?? tag;
}
