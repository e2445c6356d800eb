import { findBlock } from "../../src/domain/attribution/trailer-block.ts";
import { findSeparator, isSpace, nextLine } from "../../src/domain/attribution/trailer-lines.ts";

/** One `Key: value` line of a message's trailer block, continuation lines joined with a space. */
interface Trailer {
  readonly key: string;
  readonly value: string;
}

/**
 * Parses the trailers of a commit message by git's own rules, as `git interpret-trailers --parse` prints them.
 *
 * Tests compare the trailer block that attribution finds with git's.
 */
export function parseTrailers(message: string): Trailer[] {
  const nul = message.indexOf("\0");
  const text = nul < 0 ? message : message.slice(0, nul);
  const { start, end } = findBlock(text);
  return foldedLines(text.slice(start, end)).flatMap(toTrailer);
}

function foldedLines(block: string): string[][] {
  const folded: string[][] = [];
  let open: string[] | undefined;
  for (let at = 0; at < block.length; at = nextLine(block, at)) {
    const line = block.slice(at, nextLine(block, at));
    if (open !== undefined && isSpace(line, 0)) open.push(line);
    else {
      const lines = [line];
      folded.push(lines);
      open = findSeparator(line, 0) >= 1 ? lines : undefined;
    }
  }
  return folded;
}

function toTrailer(lines: readonly string[]): Trailer[] {
  const [first = ""] = lines;
  const separator = findSeparator(first, 0);
  if (separator < 1) return [];
  const value = trim([first.slice(separator + 1), ...lines.slice(1)].join(""));
  return [{ key: trim(first.slice(0, separator)), value: unfold(value) }];
}

// Only text after a line break is trimmed: git keeps the blanks, and the CR, before it.
function unfold(value: string): string {
  const [first = "", ...rest] = value.split("\n");
  return [first, ...rest.map(trimStart).filter((part) => part !== "")].join(" ");
}

function trim(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text, end - 1)) end--;
  return trimStart(text.slice(0, end));
}

function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text, start)) start++;
  return text.slice(start);
}
