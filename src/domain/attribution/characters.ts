/** Whether a character is a lower-case ASCII letter. */
export function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Whether a line begins as a list item. */
export function isListed(text: string): boolean {
  return text.startsWith("* ") || text.startsWith("- ");
}

/** Finds the end of the emphasis, blanks and emoji that begin at a place; quotes, such as a backtick, end them. */
export function decorationEnd(text: string, from = 0): number {
  let end = from;
  while (isDecoration(text.charCodeAt(end))) end++;
  return end;
}

function isDecoration(code: number): boolean {
  return code > 0x7f || code === 0x20 || code === 0x2a || code === 0x5f; // blank, `*`, `_`
}
