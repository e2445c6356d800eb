import { type DatedDeclaration, declarationAt } from "../../domain/spend/declared.ts";
import { type Day, noonOf, WHOLE } from "../../domain/spend/fact.ts";

/** The scopes of the config for the vendor's own ids. An id that no scope names belongs to the whole organization. */
export interface NativeScopes {
  /** Whether a scope names an id of the source. Otherwise no id is requested. */
  readonly areNamed: boolean;
  /** The scope of an id on a day. */
  scopeOf(day: Day, id: string | null | undefined): string;
  /** The scope of a repository on a day; GitHub names it with its owner or without. */
  scopeOfRepository(day: Day, name: string | undefined): string;
}

/** The scopes that an organization's configs declare for a source. */
export function nativeScopes(declarations: readonly DatedDeclaration[], source: string): NativeScopes {
  const scopesOn = (day: Day) => declarationAt(declarations, noonOf(day)).scopes;
  return {
    areNamed: declarations.some(({ scopes }) =>
      scopes.some(({ native }) => (native[source]?.length ?? 0) > 0),
    ),
    scopeOf(day, id) {
      if (id == null) return WHOLE;
      return scopesOn(day).find(({ native }) => native[source]?.includes(id))?.name ?? WHOLE;
    },
    scopeOfRepository(day, name) {
      const short = name?.split("/").at(-1)?.toLowerCase();
      if (short === undefined) return WHOLE;
      const isOf = (repository: string) => repository.toLowerCase() === short;
      return scopesOn(day).find(({ repositories }) => repositories.some(isOf))?.name ?? WHOLE;
    },
  };
}
