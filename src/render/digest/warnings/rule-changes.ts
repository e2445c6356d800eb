import { code, day } from "../../text.ts";

/** A change of the rules, made in a config or `.gitattributes`. */
export interface RuleChange {
  /** `owner/name`; absent where there is only one. */
  readonly repository?: string | undefined;
  readonly at: Date;
  readonly keys: readonly ChangedKey[];
}

/** A key of the config with a changed value. */
export interface ChangedKey {
  readonly key: string;
  /** The values that are new, and the values that are gone. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Renders changes of rules as a list; nothing without any. */
export function renderRuleChanges(changes: readonly RuleChange[]): string {
  const rows = changes.map(({ repository, at, keys }) => {
    const where = repository === undefined ? "" : ` in ${code(repository)}`;
    return `> - ${day(at)}${where}: ${keys.map(renderKey).join("; ")}`;
  });
  return rows.slice(0, MOST_ROWS).join("\n");
}

const MOST_ROWS = 20;
const MOST_VALUES = 5;

/** Renders a changed key. */
export function renderKey({ key, added, removed }: ChangedKey): string {
  const parts = [listed("now", added), listed("no more", removed)].filter(Boolean);
  return parts.length === 0 ? code(key) : `${code(key)} ${parts.join(", ")}`;
}

function listed(word: string, values: readonly string[]): string {
  const left = values.length - MOST_VALUES;
  const more = left > 0 ? ` and ${left} more` : "";
  return values.length === 0 ? "" : `${word} ${values.slice(0, MOST_VALUES).map(code).join(", ")}${more}`;
}
