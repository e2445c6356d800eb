import { counted, printable } from "../text.ts";

/** The level of a finding: only a `problem` keeps Plimsoll from its work. */
type Level = "ok" | "warning" | "problem";

/** The finding of one check, in one line. */
export interface Finding {
  /** The name of the check: `store`, `webhook`. */
  readonly check: string;
  readonly level: Level;
  readonly text: string;
  /** The remedy; absent when all is well. */
  readonly remedy?: string;
}

/** A finding that something is right. */
export function ok(check: string, text: string): Finding {
  return { check, level: "ok", text };
}

/** A finding that something may go wrong, or is not known. */
export function warning(check: string, text: string, remedy: string): Finding {
  return { check, level: "warning", text, remedy };
}

/** A finding that something is wrong. */
export function problem(check: string, text: string, remedy: string): Finding {
  return { check, level: "problem", text, remedy };
}

/** Formats all findings for people, one a line, and the number of bad ones. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, level, text, remedy }) => {
    return `${level.padEnd(9)}${check.padEnd(15)}${printable(text)}${remedy === undefined ? "" : `: ${remedy}`}`;
  });
  const countOf = (level: Level) => counted(findings.filter((each) => each.level === level).length, level);
  return [...lines, `${countOf("problem")}, ${countOf("warning")}`].join("\n");
}
