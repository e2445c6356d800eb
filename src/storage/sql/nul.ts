const NUL = "\0";
/** What stands for a character that cannot be shown. */
const REPLACEMENT = "\uFFFD";

/** A text as PostgreSQL can hold it: with U+FFFD for each NUL. SQLite holds both. */
export function withoutNul(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, REPLACEMENT) : text;
}
