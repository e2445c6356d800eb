/** Text without the characters that a terminal would obey, and without line breaks. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");
}

/** `1 change`, `2 changes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A minute in UTC: `2026-11-21 14:02`. */
export function minute(at: Date): string {
  return at.toISOString().slice(0, 16).replace("T", " ");
}
