import { rulesAt } from "../shipping/rules.ts";

/** A scope in the config of an organization: a name for some of its repositories, such as those of a team. */
export interface ScopeDeclaration {
  readonly name: string;
  /** The names of its repositories, without the owner. */
  readonly repositories: readonly string[];
}

/** A scope with the ids of its repositories. */
export interface NamedScope {
  readonly name: string;
  readonly repositories: readonly NamedRepository[];
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
  return declared.map(({ name, repositories: names }) => ({
    name,
    repositories: names.map((each) => {
      const id = now.get(each.toLowerCase()) ?? earlier.get(each.toLowerCase());
      return id === undefined ? { name: each } : { name: each, id };
    }),
  }));
}

/** The scopes in force at a time, by name. The first ones are valid before it, too. */
export function scopesAt(dated: readonly DatedScopes[], at: Date): readonly NamedScope[] {
  const { scopes = [] } = rulesAt(dated, at) ?? {};
  return scopes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
