/** The commits of repositories that nobody stores: a commit's name says what it is, and so what it goes on from. */
export interface NamedCommit {
  readonly repository: number;
  /** The pull request that it belongs to; 0 on the default branch. */
  readonly pull: number;
  /** Which commit of its pull request it is. */
  readonly version: number;
  /** How many commits of the default branch it, or its pull request, goes on from. */
  readonly place: number;
}

const PARTS = [
  ["repository", 8],
  ["pull", 8],
  ["version", 8],
  ["place", 16],
] as const;

/** The name of a commit. */
export function nameOf(commit: NamedCommit): string {
  return PARTS.map(([part, digits]) => commit[part].toString(16).padStart(digits, "0")).join("");
}

/** What a name says; the commit before the first of a default branch has a negative place. */
export function commitOf(sha: string): NamedCommit {
  let at = 0;
  const read = PARTS.map(([part, digits]) => {
    at += digits;
    return [part, Number.parseInt(sha.slice(at - digits, at), 16)];
  });
  return Object.fromEntries(read);
}

/** The commit that one goes on from; `undefined` for the first one. */
function parentOf(commit: NamedCommit): NamedCommit | undefined {
  if (commit.version > 0) return { ...commit, version: commit.version - 1 };
  if (commit.pull > 0) return { ...commit, pull: 0 };
  return commit.place === 0 ? undefined : { ...commit, place: commit.place - 1 };
}

/** A commit that is ahead of another one. */
export interface Ahead {
  readonly sha: string;
  readonly parents: readonly string[];
}

/** The commit of a name. */
export function namedCommit(sha: string): Ahead {
  const parent = parentOf(commitOf(sha));
  return { sha, parents: parent === undefined ? [] : [nameOf(parent)] };
}

/** GitHub's comparison of two commits: those that the head has and the base does not, parents first. */
export function compare(base: string, head: string): readonly Ahead[] {
  const known = commitOf(base).place;
  const ahead: Ahead[] = [];
  let each: NamedCommit | undefined = commitOf(head);
  while (each !== undefined && nameOf(each) !== base && (each.pull > 0 || each.place > known)) {
    ahead.push(namedCommit(nameOf(each)));
    each = parentOf(each);
  }
  return ahead.reverse();
}
