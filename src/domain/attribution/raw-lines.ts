/** A line of a message; blank lines are left out but remembered. */
export interface RawLine {
  readonly text: string; // without white space at both ends
  readonly from: number;
  readonly indent: number; // columns; a tab counts as four
  readonly opensParagraph: boolean;
}

const TAB_WIDTH = 4;

/** The lines of a message that are not blank. */
export function rawLines(message: string): RawLine[] {
  const lines: RawLine[] = [];
  let opensParagraph = true;
  for (let from = 0; from < message.length; ) {
    const newline = message.indexOf("\n", from);
    const end = newline < 0 ? message.length : newline;
    const line = toLine(message, from, end, opensParagraph);
    if (line !== undefined) lines.push(line);
    opensParagraph = line === undefined;
    from = end + 1;
  }
  return lines;
}

function toLine(message: string, from: number, end: number, opensParagraph: boolean): RawLine | undefined {
  let start = from;
  let indent = 0;
  while (start < end && isBlank(message.charCodeAt(start))) {
    indent += message[start] === "\t" ? TAB_WIDTH : 1;
    start++;
  }
  if (start === end) return undefined;
  return { text: message.slice(start, lastLetter(message, end)), from, indent, opensParagraph };
}

/** Finds the start of the white space at the end of a line. */
export function lastLetter(text: string, end: number): number {
  let stop = end;
  while (isBlank(text.charCodeAt(stop - 1))) stop--;
  return stop;
}

/** Whether a character is white space within a line. */
export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0xa0;
}

/** The run of backticks or tildes that opens or closes a fence; empty when the line does neither. */
export function fenceMark(text: string): string {
  const [first] = text;
  if (first !== "`" && first !== "~") return "";
  let end = 1;
  while (text[end] === first) end++;
  const isInline = first === "`" && text.indexOf("`", end) >= 0; // ```code``` within one line
  return end >= 3 && !isInline ? text.slice(0, end) : "";
}

/** Whether a line of a message's body begins so, without regard to case; `start` is in lower case. */
export function hasLine(message: string, start: string): boolean {
  for (let at = message.indexOf("\n"); at >= 0; at = message.indexOf("\n", at + 1)) {
    if (message.slice(at + 1, at + 1 + start.length).toLowerCase() === start) return true;
  }
  return false;
}
