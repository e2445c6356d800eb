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
  return [...lines, `${counted(findings, "problem")}, ${counted(findings, "warning")}`].join("\n");
}

function counted(findings: readonly Finding[], level: Level): string {
  const count = findings.filter((finding) => finding.level === level).length;
  return `${count} ${level}${count === 1 ? "" : "s"}`;
}

/** Text without the characters that a terminal would obey, and without line breaks. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
}
