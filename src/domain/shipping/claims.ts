import type { Statements } from "./statements.ts";

/** A file that a change touches. */
export interface TouchedFile {
  readonly path: string;
  /** Whether it had another path before. A revert of the change touches the other path. */
  readonly isRenamed?: boolean | undefined;
}

/** The files that a claiming change touches. */
export interface Touched {
  readonly paths: ReadonlySet<string>;
  /** Whether the list of paths may be incomplete. */
  readonly isCut: boolean;
  readonly isEffective: (path: string) => boolean;
}

/** The changes that a text claims to revert or repeat, by their names. */
export type Claims = Pick<Statements, "reverts" | "repeats">;

/** The claims of a change: of each of its own commits, and of its description or merge message. */
export interface Claiming {
  readonly own: readonly (Claims & { readonly sha: string })[];
  readonly described: Claims;
}

/** The claims of a change that its files confirm. */
export interface SettledClaims {
  /** The commits and changes (`#12`) that it claims to revert, and of which it touches every file that counts. */
  readonly reverts: readonly string[];
  /** The commits and changes that it claims to repeat, and repeats as a whole. */
  readonly pickedFrom: readonly string[];
  /** Its own commits that only revert or repeat others. */
  readonly restating: readonly string[];
  /** Its claims to revert something of which it leaves some files as they are. */
  readonly partial: readonly PartialRevert[];
}

/** A claim to revert something, with only some of its effective files touched. */
export interface PartialRevert {
  readonly name: string;
  readonly touched: number;
  readonly of: number;
}

/** Every name in the claims of a change, each once. */
export function namesClaimed({ own, described }: Claiming): readonly string[] {
  // As most do.
  if (!claimsAny(described) && !own.some(claimsAny)) return NO_NAMES;
  const names = new Set<string>();
  for (const { reverts, repeats } of [...own, described]) {
    for (const name of reverts) names.add(name);
    for (const name of repeats) names.add(name);
  }
  return [...names];
}

const NO_NAMES: readonly string[] = [];

function claimsAny({ reverts, repeats }: Claims): boolean {
  return reverts.length + repeats.length > 0;
}

/** Claims with their names replaced. A name without a replacement is left out. */
export function renameClaims(
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
 * Checks the claims of a change against the files of both. A name without files is unknown, and its claims count as
 * false.
 *
 * A revert is true when the change touches every effective file of the named one.
 *
 * A repeat is true when the change shares an effective file with the named one, and either touches no other effective
 * file, or consists of several commits that were all picked.
 *
 * None of its own commits is new work when it is such a repeat. The same holds when all of its own commits make true
 * claims, or only its description does, and it touches no other effective file. If some of its own commits make true
 * claims, only these are no new work.
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
 * Claims without those of commits that a later commit of the same change reverts.
 *
 * A revert of an own commit says nothing about other changes.
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

/** Git itself writes the id of a picked commit. People write a number or a subject. */
function isCommit(name: string): boolean {
  return !/[#!]/.test(name);
}

/**
 * Whether a change may revert the named one: it touches every file of it that counts.
 *
 * A revert of a part is no revert, since the rest stays in production. Where no file counts, or not all files are
 * known, one file is enough.
 */
function takesBack(touched: Touched, named: readonly TouchedFile[]): boolean {
  const counting = countingOf(named, touched);
  if (touched.isCut || counting.length === 0) return named.some(({ path }) => touched.paths.has(path));
  return counting.every((path) => touched.paths.has(path));
}

/** Whether a change touches an effective file of the named one. Where that has none, any of its files is enough. */
function shares(touched: Touched, named: readonly TouchedFile[]): boolean {
  const counting = named.filter(({ path }) => touched.isEffective(path));
  return (counting.length > 0 ? counting : named).some(({ path }) => touched.paths.has(path));
}

/** Whether a change touches no effective file outside the named one, under any of their paths. */
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
