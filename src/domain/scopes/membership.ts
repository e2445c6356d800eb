import { createMemory } from "../memory.ts";
import type { Change } from "../shipping/change.ts";
import { compileGlob, type Glob } from "../shipping/globs.ts";
import { rulesAt } from "../shipping/rules.ts";
import { compileCodeowners, type OwnedFiles } from "./codeowners.ts";
import { type DatedScopes, isPartial, type NamedScope, scopesAt } from "./named-scopes.ts";

/** A repository of an organization. */
interface Repository {
  readonly id: number;
  readonly name: string;
}

/** What decides about a change's partial scopes. */
interface ScopedFacts {
  /** The paths of its files that count. */
  readonly paths: readonly string[];
  readonly services: readonly string[];
  /** The lines of the repository's `CODEOWNERS` at the merge. */
  readonly codeowners: readonly OwnedFiles[];
}

/**
 * The scopes by which a change is judged: those in force at its merge. Before the merge, those of now.
 *
 * Unlike `scopesAt`, scopes that a config named first are not in force before it: nobody judged changes by them then.
 */
export function scopesInForce(
  dated: readonly DatedScopes[],
  mergedAt: Date | undefined,
): DatedScopes | undefined {
  return mergedAt === undefined ? dated.at(-1) : rulesAt(dated, mergedAt);
}

/** The partial scopes that may have changes of a repository. */
export function partialScopesOf(
  scopes: readonly NamedScope[],
  repository: Repository,
): readonly NamedScope[] {
  return scopes.filter(
    (scope) => isPartial(scope) && (scope.repositories.length === 0 || hasRepository(scope, repository)),
  );
}

/** Whether a scope names a repository: by its id, or by its name where the id is not known. */
export function hasRepository(
  { repositories }: Pick<NamedScope, "repositories">,
  { id, name }: Repository,
): boolean {
  return repositories.some((each) =>
    each.id === undefined ? each.name.toLowerCase() === name.toLowerCase() : each.id === id,
  );
}

/** The names of the partial scopes that have a change, of those that may have changes of its repository. */
export function scopesOfChange(
  scopes: readonly NamedScope[],
  { paths, services, codeowners }: ScopedFacts,
): readonly string[] {
  const isOwned = ownership(codeowners, paths);
  const has = (scope: NamedScope) =>
    scope.paths?.some((glob) => paths.some(compiled(glob))) ||
    scope.services?.some((name) => services.includes(name)) ||
    scope.codeowners?.some(isOwned);
  return scopes
    .filter(has)
    .map(({ name }) => name)
    .sort();
}

/**
 * The names of the scopes that have a change, as the digest of its week counts them: those in force when the week ended.
 * A partial one has it if the scope of that name had it at its merge.
 */
export function scopesWithChange(
  dated: readonly DatedScopes[],
  repository: Repository,
  { change, weekEnd }: { readonly change: MergedChange; readonly weekEnd: Date },
): readonly string[] {
  const has = (scope: NamedScope) =>
    isPartial(scope)
      ? partialScopesOf([scope], repository).length > 0 &&
        hadChange(dated, scope.name, { repository, change })
      : hasRepository(scope, repository);
  return scopesAt(dated, weekEnd)
    .filter(has)
    .map(({ name }) => name);
}

type MergedChange = Pick<Change, "mergedAt" | "scopes">;

/** Whether the scope of a name had a change, by the config in force at its merge. */
export function hadChange(
  dated: readonly DatedScopes[],
  name: string,
  { repository, change }: { readonly repository: Repository; readonly change: MergedChange },
): boolean {
  const scope = scopesInForce(dated, change.mergedAt)?.scopes.find((each) => each.name === name);
  if (scope === undefined) return false;
  return isPartial(scope) ? (change.scopes ?? []).includes(name) : hasRepository(scope, repository);
}

const compiledLines = new WeakMap<readonly OwnedFiles[], (path: string) => readonly string[]>();

/** Answers whether a team owns any of some files. */
function ownership(lines: readonly OwnedFiles[], paths: readonly string[]): (team: string) => boolean {
  if (lines.length === 0) return () => false;
  const ownersOf = compiledLines.get(lines) ?? compileCodeowners(lines);
  compiledLines.set(lines, ownersOf);
  const owners = new Set(paths.flatMap(ownersOf));
  return (team) => owners.has(team);
}

const MOST_KEPT = 10_000;
const recallGlob = createMemory<Glob>(MOST_KEPT);

/** Compiles a glob once. */
function compiled(text: string): Glob {
  return recallGlob(text, () => compileGlob(text));
}
