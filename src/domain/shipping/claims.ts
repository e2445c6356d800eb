import type { Statements } from "./statements.ts";

/** A file that a change touches. */
export interface TouchedFile {
  readonly path: string;
  /** Whether it had another path before: what takes that back touches the other one. */
  readonly isRenamed?: boolean | undefined;
}

/** What a change touches that says something of others. */
export interface Touched {
  readonly paths: ReadonlySet<string>;
  /** Whether it may touch more. */
  readonly isCut: boolean;
  readonly isEffective: (path: string) => boolean;
}

/** What a text claims of other changes, by the names of those. */
export type Claims = Pick<Statements, "reverts" | "repeats">;

/** What a change claims, in each of its own commits, and in its description or the message of its merge. */
export interface Claiming {
  readonly own: readonly (Claims & { readonly sha: string })[];
  readonly described: Claims;
}

/** What is true of the claims of a change. */
export interface SettledClaims {
  /** The commits and changes (`#12`) that it says it reverts, and of which it touches every file that counts. */
  readonly reverts: readonly string[];
  /** Those that it repeats as a whole, by what it says. */
  readonly pickedFrom: readonly string[];
  /** Its own commits that do nothing but take back or repeat others. */
  readonly restating: readonly string[];
  /** What it says it reverts, though it leaves some files of that as they are. */
  readonly partial: readonly PartialRevert[];
}

/** A claim to revert something, of whose files that count only some are touched. */
export interface PartialRevert {
  readonly name: string;
  readonly touched: number;
  readonly of: number;
}

/** Everything that a change claims something of, each once. */
export function namesClaimed({ own, described }: Claiming): string[] {
  const all = [...own, described];
  return [...new Set(all.flatMap(({ reverts, repeats }) => [...reverts, ...repeats]))];
}

/** Claims with other names for what they name; what has none is left out. */
export function renamed(
  { own, described }: Claiming,
  nameOf: (name: string) => string | undefined,
): Claiming {
  const each = <Of extends Claims>(claims: Of): Of => ({
    ...claims,
    reverts: claims.reverts.flatMap((name) => nameOf(name) ?? []),
    repeats: claims.repeats.flatMap((name) => nameOf(name) ?? []),
  });
  return { own: own.map(each), described: each(described) };
}

/**
 * Settles what a change claims by the files of both; what has no files is unknown, and nothing is true of it.
 *
 * It reverts what it says it reverts when it touches every file of that which counts. It repeats what it says it repeats
 * when it shares such a file and touches no other one, or when it consists of several commits that were all picked.
 *
 * Where each of its own commits says so, or only the description, and it touches no file beyond, none is work of its
 * own. Else that is true of those commits that say so.
 */
export function settleClaims(
  claiming: Claiming,
  touched: Touched,
  filesOf: (name: string) => readonly TouchedFile[] | undefined,
): SettledClaims {
  const { own, described } = withoutTakenBack(claiming);
  const all = (kind: keyof Claims) => [...new Set([...own, described].flatMap((each) => each[kind]))];
  const isTrue = (test: typeof takesBack) => (name: string) => test(touched, filesOf(name) ?? []);
  const reverts = all("reverts").filter(isTrue(takesBack));
  const repeats = all("repeats").filter(isTrue(shares));
  const isSaid = new Set([...reverts, ...repeats]);
  const isWithin = staysWithin(
    touched,
    [...isSaid].flatMap((name) => filesOf(name) ?? []),
  );
  const saying = own.filter((each) => [...each.reverts, ...each.repeats].some((name) => isSaid.has(name)));
  const isPicked =
    own.length > 1 &&
    own.every((each) => each.repeats.some((name) => isCommit(name) && repeats.includes(name)));
  const isRepeat = repeats.length > 0 && (isPicked || isWithin);
  const isWhole = isSaid.size > 0 && (saying.length === 0 || saying.length === own.length);
  const isRestating = isRepeat || (isWhole && isWithin);
  return {
    reverts,
    pickedFrom: isRepeat ? repeats : [],
    restating: (isRestating ? own : isWhole ? [] : saying).map(({ sha }) => sha),
    partial: all("reverts").flatMap((name) => partOf(name, touched, filesOf(name) ?? [])),
  };
}

/**
 * Claims without those of commits that a later one of the same change takes back, as a revert and its own revert do.
 *
 * What one commit takes back of its own change says nothing of others.
 */
function withoutTakenBack({ own, described }: Claiming): Claiming {
  const isOf = (name: string, sha: string) => isCommit(name) && sha.startsWith(name);
  const standing: (typeof own)[number][] = [];
  const taken: string[] = [];
  for (const commit of own.toReversed()) {
    const isTaken = taken.some((name) => isOf(name, commit.sha));
    if (!isTaken) taken.push(...commit.reverts);
    const reverts = commit.reverts.filter((name) => !own.some(({ sha }) => isOf(name, sha)));
    standing.unshift(isTaken ? { ...commit, reverts: [], repeats: [] } : { ...commit, reverts });
  }
  return { own: standing, described };
}

/** Git itself writes which commit it picked; a number or a subject is written by hand. */
function isCommit(name: string): boolean {
  return !/[#!]/.test(name);
}

/**
 * Whether a change may take back what it names, by the files of both: it touches every one of those that count.
 *
 * A part of it is no revert: the rest stays in production. Where none counts, or not all is known, one file will do.
 */
function takesBack(touched: Touched, named: readonly TouchedFile[]): boolean {
  const counting = countingOf(named, touched);
  if (touched.isCut || counting.length === 0) return named.some(({ path }) => touched.paths.has(path));
  return counting.every((path) => touched.paths.has(path));
}

/** Whether a change touches a file that counts of what it names; where none counts, any. */
function shares(touched: Touched, named: readonly TouchedFile[]): boolean {
  const counting = named.filter(({ path }) => touched.isEffective(path));
  return (counting.length > 0 ? counting : named).some(({ path }) => touched.paths.has(path));
}

/** Whether a change touches no file that counts but those of what it names, under whichever of their paths. */
function staysWithin({ paths, isCut, isEffective }: Touched, named: readonly TouchedFile[]): boolean {
  const known = new Set(named.map(({ path }) => path));
  const beyond = [...paths].filter((path) => !known.has(path) && isEffective(path));
  return isCut || beyond.length <= named.filter(({ isRenamed }) => isRenamed === true).length;
}

function partOf(name: string, touched: Touched, named: readonly TouchedFile[]): PartialRevert[] {
  const counting = countingOf(named, touched);
  const count = counting.filter((path) => touched.paths.has(path)).length;
  return touched.isCut || count === 0 || count === counting.length
    ? []
    : [{ name, touched: count, of: counting.length }];
}

function countingOf(named: readonly TouchedFile[], { isEffective }: Touched): string[] {
  return named
    .filter(({ path, isRenamed }) => isRenamed !== true && isEffective(path))
    .map(({ path }) => path);
}
