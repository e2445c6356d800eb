import { hasLine } from "./comparable.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";

/**
 * What a reader must know of the data.
 *
 * `history-rewritten`: the default branch was pushed by force; `range-incomplete`: there was more than could be read;
 * `not-told`: GitHub did not tell the commits or files of a change merged in the week;
 * `rules-changed`: in the week, a change of config altered what counts.
 */
export type Warning = "history-rewritten" | "range-incomplete" | "not-told" | "rules-changed";

/** The warnings of a week: those that were noted, and that of a line in it. */
export function warningsOf(
  { repositories }: Scope,
  { start, end }: ScopeWeek,
  noted: readonly Warning[] = [],
): Warning[] {
  const lines: Warning[] = hasLine(repositories, start, end) ? ["rules-changed"] : [];
  return [...new Set([...noted, ...lines])].sort();
}
