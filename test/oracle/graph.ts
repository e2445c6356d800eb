import type { History } from "./types.ts";

const walks = new WeakMap<History, Map<string, Set<string>>>();

/** Each walk is made once for a history and kept, since the same one is asked for again and again. */
function kept(history: History, key: string, walk: () => Set<string>): Set<string> {
  let all = walks.get(history);
  if (!all) {
    all = new Map();
    walks.set(history, all);
  }
  let found = all.get(key);
  if (!found) {
    found = walk();
    all.set(key, found);
  }
  return found;
}

function walk(start: string, parentsOf: (sha: string) => string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  while (waiting.length > 0) {
    const sha = waiting.pop() as string;
    if (seen.has(sha)) continue;
    seen.add(sha);
    waiting.push(...parentsOf(sha));
  }
  return seen;
}

/** "Can be reached in the commit graph": a commit, and all that lies behind it. */
export function reach(history: History, sha: string): Set<string> {
  return kept(history, `all ${sha}`, () => walk(sha, (one) => history.commits[one]?.parents ?? []));
}

/** Whether the older commit is an ancestor of the newer one, and not the same. */
export function isAncestor(history: History, older: string, newer: string): boolean {
  return older !== newer && reach(history, newer).has(older);
}

/** "What has the content of its first parent brings nothing." */
export function changesNothing(history: History, sha: string): boolean {
  const commit = history.commits[sha];
  if (!commit || commit.parents.length === 0) return false;
  return commit.tree !== null && commit.tree === treeOf(history, commit.parents[0]);
}

/** A merge that does so: it brings nothing of its other parents. */
export function bringsNothing(history: History, sha: string): boolean {
  return changesNothing(history, sha) && (history.commits[sha]?.parents.length ?? 0) > 1;
}

/**
 * What a commit has the content of: its own line, and of what was merged all that its line had not left out before.
 *
 * A merge with the content of its first parent leaves out all that is new to it; what goes on from there goes on
 * without.
 */
export function reachContent(history: History, sha: string): Set<string> {
  return kept(history, `content ${sha}`, () => {
    const [first, ...merged] = history.commits[sha]?.parents ?? [];
    if (first === undefined) return new Set([sha]);
    const has = new Set(reachContent(history, first));
    if (changesNothing(history, sha)) return has;
    has.add(sha);
    const known = reach(history, first);
    for (const parent of merged)
      for (const each of reachContent(history, parent)) if (!known.has(each)) has.add(each);
    return has;
  });
}

export function treeOf(history: History, sha: string | undefined): string | null {
  return sha === undefined ? null : (history.commits[sha]?.tree ?? null);
}

/** "Or the two share no history." */
export function shareHistory(history: History, one: string, other: string): boolean {
  const all = reach(history, other);
  return [...reach(history, one)].some((sha) => all.has(sha));
}
