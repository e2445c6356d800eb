import { rulesAt } from "../shipping/rules.ts";

/** The part of its repositories that a scope has. Without any of these it has them whole. */
interface ScopePart {
  /** Globs of files. */
  readonly paths?: readonly string[];
  /** Names of services in the configs of its repositories. */
  readonly services?: readonly string[];
  /** Teams of `CODEOWNERS` in lower case, such as `@acme/payments`. */
  readonly codeowners?: readonly string[];
}

/** A scope in the config of an organization: a name for some of its work, such as that of a team. */
export interface ScopeDeclaration extends ScopePart {
  readonly name: string;
  /** The names of its repositories, without the owner; none stands for all, of which the scope has a part. */
  readonly repositories: readonly string[];
}

/** A scope with the ids of its repositories. */
export interface NamedScope extends ScopePart {
  readonly name: string;
  readonly repositories: readonly NamedRepository[];
}

/** Whether a scope has only a part of the work in its repositories. */
export function isPartial({ paths, services, codeowners }: ScopePart): boolean {
  return paths !== undefined || services !== undefined || codeowners !== undefined;
}

/** A repository of a scope. It has no id while the app is not installed on a repository of that name. */
interface NamedRepository {
  readonly name: string;
  readonly id?: number;
}

/** The scopes of an organization, and the time from which they are valid. */
export interface DatedScopes {
  readonly since: Date;
  readonly scopes: readonly NamedScope[];
}

/** The repositories of an organization, and its scopes before. */
interface KnownRepositories {
  readonly repositories: readonly { readonly id: number; readonly name: string }[];
  readonly before: readonly NamedScope[];
}

/**
 * Finds the ids of the repositories in some scopes. GitHub ignores the case of names.
 *
 * A repository that was renamed keeps its place, as long as no other one has its old name.
 */
export function identifyScopes(
  declared: readonly ScopeDeclaration[],
  { repositories, before }: KnownRepositories,
): readonly NamedScope[] {
  const now = new Map(repositories.map(({ name, id }) => [name.toLowerCase(), id]));
  const ids = new Set(now.values());
  const earlier = new Map<string, number>();
  for (const { name, id } of before.flatMap((scope) => scope.repositories)) {
    if (id !== undefined && ids.has(id)) earlier.set(name.toLowerCase(), id);
  }
  return declared.map(({ repositories: names, ...rest }) => ({
    ...rest,
    repositories: names.map((each) => {
      const id = now.get(each.toLowerCase()) ?? earlier.get(each.toLowerCase());
      return id === undefined ? { name: each } : { name: each, id };
    }),
  }));
}

/**
 * The scopes in force at a time, by name. The first ones are valid before it, too, but for the partial ones: no earlier
 * change was judged by these, unless they were there from the beginning.
 */
export function scopesAt(dated: readonly DatedScopes[], at: Date): readonly NamedScope[] {
  const first = dated.find(({ scopes }) => scopes.length > 0);
  const isBefore = first !== undefined && first !== dated[0] && at <= first.since;
  const { scopes = [] } = (isBefore ? first : rulesAt(dated, at)) ?? {};
  const known = isBefore ? scopes.filter((scope) => !isPartial(scope)) : scopes;
  return known.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
