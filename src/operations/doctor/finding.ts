import { counted, printable } from "../text.ts";

/** How bad something is: only a `problem` keeps Plimsoll from its work. */
type Level = "ok" | "warning" | "problem";

/** What one check found, in one line. */
export interface Finding {
  /** What was looked at: `store`, `webhook`. */
  readonly check: string;
  readonly level: Level;
  readonly text: string;
  /** What to do; nothing where all is well. */
  readonly remedy?: string;
}

/** That something is right. */
export function ok(check: string, text: string): Finding {
  return { check, level: "ok", text };
}

/** That something may go wrong, or is not known. */
export function warning(check: string, text: string, remedy: string): Finding {
  return { check, level: "warning", text, remedy };
}

/** That something is wrong. */
export function problem(check: string, text: string, remedy: string): Finding {
  return { check, level: "problem", text, remedy };
}

/** All findings for people, one a line, and how many are bad. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, level, text, remedy }) => {
    return `${level.padEnd(9)}${check.padEnd(15)}${printable(text)}${remedy === undefined ? "" : `: ${remedy}`}`;
  });
  const countOf = (level: Level) => counted(findings.filter((each) => each.level === level).length, level);
  return [...lines, `${countOf("problem")}, ${countOf("warning")}`].join("\n");
}
