import { attributeChange } from "../attribution/change-attribution.ts";
import { type DeclaredTool, declaredTools } from "../attribution/tool-role.ts";
import type { Change } from "../shipping/change.ts";
import type { Claiming, Claims } from "../shipping/claims.ts";
import type { CommitGraph } from "../shipping/commit-graph.ts";
import type { CloneCommit } from "./clone-commit.ts";
import type { SubjectIndex } from "./subject-index.ts";
import type { Unit } from "./unit.ts";

/** A change of a clone, with its declared tools, most used first. */
export interface CloneChange extends Change {
  readonly tools: readonly DeclaredTool[];
  /** All its claims, before the check that they touch the same files. */
  readonly claiming: Claiming;
  /** The commits with its own files: its merge, if that brings nothing of other changes, else its own commits. */
  readonly content: readonly string[];
  /** The commits whose files are all that it brings: its merge, or its own commits. */
  readonly whole: readonly string[];
  /** What its commits' subjects quote, by commit: a quotation counts if the names in the text mean nothing. */
  readonly quoted: ReadonlyMap<string, Quoted>;
}

/** A clone knows no accounts. */
export const NO_ACCOUNT = { attribution: "undeclared" as const, tools: [] };

/** The changes found so far, and all commits. */
interface Known {
  readonly graph: CommitGraph;
  readonly ids: ReadonlySet<string>;
  readonly subjects: SubjectIndex;
}

/** One list for all changes, since most have nothing to list. */
const NONE: readonly never[] = [];

/**
 * Converts a unit to a change. It is linked to others only after its claims are confirmed.
 *
 * The object is written as a whole: to spread others into it takes many times as long.
 */
export function toChange(unit: Unit, { ids, subjects, graph }: Known): CloneChange {
  const { pull, end, own, others } = unit;
  const { attribution, tools } = attributeChange(NO_ACCOUNT, own);
  // Several messages may hold a number; the first one is the pull request.
  const id = pull !== undefined && !ids.has(pull) ? pull : end.sha;
  const whole = end.parents.length > 1 ? [end] : own;
  const content = others.length === 0 ? whole : own;
  const wholeNames = whole.map(({ sha }) => sha);
  const ownNames = whole === own ? wholeNames : own.map(({ sha }) => sha);
  const brought = broughtBy(unit);
  const head = headOf(unit);
  return {
    id,
    mergedAt: end.at,
    baseSha: end.parents[0] ?? "",
    carriers: head === end.sha ? [head] : [end.sha, head],
    commits: brought.length === 0 ? ownNames : [...ownNames, ...brought.map(({ sha }) => sha)],
    merges: brought.length === 0 ? NONE : mergesIn(brought),
    rewritten: NONE,
    builder: builderOf(unit),
    attribution,
    isEffective: isChanging(unit, graph) && content.some(({ isEffective }) => isEffective),
    lines: undefined,
    isApproved: undefined,
    services: servicesIn(content),
    reverts: NONE,
    pickedFrom: NONE,
    restating: NONE,
    partial: NONE,
    patchId: undefined,
    content: content === whole ? wholeNames : ownNames,
    whole: wholeNames,
    tools: tools.length === 0 ? NONE : withRoles(tools, own),
    claiming: claimingOf(unit),
    quoted: quotedIn([end, ...own], subjects),
  };
}

/**
 * The commits that a unit brings beside its own: its merges, without that of the pull request, and all commits of the
 * units within it. A revert of the change also takes back the changes merged into its branch.
 */
function broughtBy({ pull, end, merges, others }: Unit): readonly CloneCommit[] {
  if (merges.length + others.length === 0) return NONE;
  return [...merges.filter((commit) => pull === undefined || commit !== end), ...others.flatMap(commitsOf)];
}

function mergesIn(brought: readonly CloneCommit[]): string[] {
  return brought.filter(({ parents }) => parents.length > 1).map(({ sha }) => sha);
}

function withRoles(tools: readonly string[], own: readonly CloneCommit[]): DeclaredTool[] {
  const declared = declaredTools(own.flatMap(({ evidence }) => evidence));
  const agents = new Set(declared.flatMap(({ tool, isAgent }) => (isAgent ? [tool] : [])));
  return tools.map((tool) => ({ tool, isAgent: agents.has(tool) }));
}

function servicesIn(content: readonly CloneCommit[]): readonly string[] {
  const [only, ...others] = content;
  if (only !== undefined && others.length === 0) return only.services;
  return [...new Set(content.flatMap(({ services }) => services))];
}

/** All commits of a unit, its end included, and of the units within it. */
function commitsOf({ end, own, merges, others }: Unit): CloneCommit[] {
  return [...new Set([...own, ...merges, end, ...others.flatMap(commitsOf)])];
}

/** Whether a unit changed any file that counts: later commits may have undone earlier ones. */
function isChanging({ end, own }: Unit, graph: CommitGraph): boolean {
  if (end.parents.length > 1) return end.isEffective;
  const base = graph.get(own[0]?.parents[0] ?? "");
  return base?.tree !== end.tree;
}

/** The last commit of the merged branch. */
function headOf({ end }: Unit): string {
  return end.parents[1] ?? end.sha;
}

/**
 * Finds the accountable person: the main author, else the person who merged or applied it.
 *
 * A clone knows no accounts and no reviews; GitHub itself, agents and robots do not count.
 */
function builderOf({ own, end, merges }: Unit): string | undefined {
  const written = own.length > 0 ? own : merges.filter((merge) => merge !== end);
  if (written.length === 1 && written[0]?.author !== undefined) return written[0].author;
  const counts = new Map<string, number>();
  for (const { author } of written)
    if (author !== undefined) counts.set(author, (counts.get(author) ?? 0) + 1);
  const most = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  return most ?? end.author ?? end.committer ?? own.at(-1)?.committer;
}

/** An earlier change that a subject quotes, to revert or to repeat it. */
interface Quoted {
  readonly kind: keyof Claims;
  /** The change that is meant, if the subject alone shows it. */
  readonly id: string | undefined;
  /** All changes with that subject or title. */
  readonly alike: readonly string[];
}

const NO_CLAIMS: Claims = { reverts: [], repeats: [] };

/** What the texts of a unit claim. Most claim nothing. */
function claimingOf({ pull, own, end, merges }: Unit): Claiming {
  return {
    own: own.map(({ sha, says }) => {
      const { reverts, repeats } = claimsOf(says, pull);
      return { sha, reverts, repeats };
    }),
    described: merges.includes(end) ? claimsOf(end.says, pull) : NO_CLAIMS,
  };
}

/** The claims of a text, without the number of its own pull request. */
function claimsOf({ reverts, repeats }: Claims, pull: string | undefined): Claims {
  if (reverts.length + repeats.length === 0) return NO_CLAIMS;
  const isOther = (name: string) => name !== pull;
  return { reverts: reverts.filter(isOther), repeats: repeats.filter(isOther) };
}

/** One for all changes, since most quote nothing. */
const NO_QUOTATIONS: CloneChange["quoted"] = new Map();

function quotedIn(commits: readonly CloneCommit[], subjects: SubjectIndex): CloneChange["quoted"] {
  if (commits.every(({ says }) => says.subject === undefined)) return NO_QUOTATIONS;
  const found = commits.flatMap((commit) => quotedBy(commit, subjects));
  return found.length === 0 ? NO_QUOTATIONS : new Map(found);
}

function quotedBy(
  { sha, says: { subject } }: CloneCommit,
  subjects: SubjectIndex,
): readonly (readonly [string, Quoted])[] {
  if (subject === undefined) return [];
  const alike = subjects.alike(subject);
  return alike.length === 0 ? [] : [[sha, { kind: subject.kind, id: subjects.find(subject), alike }]];
}
