import { findBlock, type TrailerRules } from "./trailer-block.ts";
import { findSeparator, isSpace, nextLine, trim, trimStart } from "./trailer-lines.ts";

/** One `Key: value` line of a message's trailer block, continuation lines joined with a space. */
interface Trailer {
  readonly key: string;
  readonly value: string;
}

/**
 * Parses the trailers of a commit message by git's own rules, as `git interpret-trailers --parse` prints them.
 *
 * Source: trailer.c and commit.c of git 2.39. One pass over the message and one back over its last paragraph; no
 * regular expressions, so a hostile message costs no more a byte than any other.
 */
export function parseTrailers(message: string, rules: TrailerRules = {}): Trailer[] {
  const nul = message.indexOf("\0");
  const text = nul < 0 ? message : message.slice(0, nul);
  const separators = rules.separators ?? ":";
  const { start, end } = findBlock(text, rules);
  return foldedLines(text.slice(start, end), separators).flatMap((lines) => toTrailer(lines, separators));
}

function foldedLines(block: string, separators: string): string[][] {
  const folded: string[][] = [];
  let open: string[] | undefined;
  for (let at = 0; at < block.length; at = nextLine(block, at)) {
    const line = block.slice(at, nextLine(block, at));
    if (open !== undefined && isSpace(line, 0)) open.push(line);
    else {
      const lines = [line];
      folded.push(lines);
      open = findSeparator(line, 0, separators) >= 1 ? lines : undefined;
    }
  }
  return folded;
}

function toTrailer(lines: readonly string[], separators: string): Trailer[] {
  const [first = ""] = lines;
  const separator = findSeparator(first, 0, separators);
  if (separator < 1) return [];
  const value = trim([first.slice(separator + 1), ...lines.slice(1)].join(""));
  return [{ key: trim(first.slice(0, separator)), value: unfold(value) }];
}

// Only text after a line break is trimmed: git keeps the blanks, and the CR, before it.
function unfold(value: string): string {
  const [first = "", ...rest] = value.split("\n");
  return [first, ...rest.map(trimStart).filter((part) => part !== "")].join(" ");
}
