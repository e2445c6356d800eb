import { hasLine } from "./comparable.ts";
import type { Scope } from "./scope.ts";
import type { ScopeWeek } from "./scope-weeks.ts";

/**
 * A warning for readers about the data.
 *
 * `history-rewritten`: the default branch was pushed by force. `range-incomplete`: not all could be read. `not-told`:
 * GitHub did not provide the commits or files of a change merged in the week. `rules-changed`: in the week, a config
 * changed what counts.
 */
export type Warning = "history-rewritten" | "range-incomplete" | "not-told" | "rules-changed";

/** The warnings of a week: the noted ones, and the one for a line in the week. */
export function warningsOf(
  { repositories }: Scope,
  { start, end }: ScopeWeek,
  noted: readonly Warning[] = [],
): Warning[] {
  const lines: Warning[] = hasLine(repositories, start, end) ? ["rules-changed"] : [];
  return [...new Set([...noted, ...lines])].sort();
}
