/** The position of the colon after a key at `from`, or a position before `from` when the line has none. */
export function findSeparator(text: string, from: number): number {
  let spaced = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    if (character === ":") return at;
    if (at !== from && (character === " " || character === "\t")) spaced = true;
    else if (spaced || !isKeyCharacter(text.charCodeAt(at))) break;
  }
  return from - 1;
}

function isKeyCharacter(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x2d;
}

/** Whether the line at `from` is white space only. */
export function isBlankLine(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && text[at] !== "\n" && isSpace(text, at)) at++;
  return at >= text.length || text[at] === "\n";
}

/** White space as git understands it: no form feed, no Unicode. */
export function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** The start of the line after the one at `from`. */
export function nextLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}

/** The start of the last line of the first `length` characters; -1 when there is none. */
export function lastLine(text: string, length: number): number {
  if (length === 0) return -1;
  return length === 1 ? 0 : text.lastIndexOf("\n", length - 2) + 1;
}
