/**
 * Shows a user's text as code, on one line, so that it can neither format, mention, link, nor leave a table cell.
 *
 * In a code span nothing is markup but the backtick and, inside a table, the bar.
 */
export function code(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll("`", "'")
    .replaceAll("|", "¦")
    .trim();
  return `\`${line.slice(0, 100) || " "}\``;
}

/** A text of ours without the marks of Markdown. */
export function withoutMarks(markdown: string): string {
  return markdown.replace(/^#+ /, "").replaceAll(/\*\*?/g, "");
}

/** `1 change`, `2 changes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration in words of one unit: `12 min`, `3 h`, `2 days`. */
export function duration(milliseconds: number): string {
  if (milliseconds < HOUR) return `${Math.max(1, Math.round(milliseconds / MINUTE))} min`;
  if (milliseconds < 2 * DAY) return `${Math.round(milliseconds / HOUR)} h`;
  return `${Math.round(milliseconds / DAY)} days`;
}

/** An instant for people, in UTC: `21 Nov 2026, 14:02 UTC`. */
export function instant(at: Date): string {
  return `${day(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

/** A date for people, in UTC: `21 Nov 2026`. */
export function day(at: Date): string {
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}
