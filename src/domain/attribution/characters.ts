/** Whether a character is a small letter of ASCII. */
export function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Whether a line begins as an item of a list. */
export function isListed(text: string): boolean {
  return text.startsWith("* ") || text.startsWith("- ");
}

/** Where the emphasis, blanks and emoji end that begin at a place; nothing that quotes, like a backtick. */
export function decorationEnd(text: string, from = 0): number {
  let end = from;
  while (isDecoration(text.charCodeAt(end))) end++;
  return end;
}

function isDecoration(code: number): boolean {
  return code > 0x7f || code === 0x20 || code === 0x2a || code === 0x5f; // blank, `*`, `_`
}
