import { findSeparator, isBlankLine, isSpace, lastLine, nextLine } from "./trailer-lines.ts";

interface Block {
  readonly start: number;
  readonly end: number;
}

const GIT_GENERATED = ["Signed-off-by: ", "(cherry picked from commit "];
const SCISSORS = "# ------------------------ >8 ------------------------\n";

/**
 * Finds the trailer block in the message; empty when there is none.
 *
 * Source: trailer.c and commit.c of git 2.39. No regular expressions, so a hostile message costs no more a byte than any
 * other. A line `---` ends no stored commit: there it is Markdown.
 */
export function findBlock(text: string): Block {
  const end = endWithoutComments(text);
  return { start: blockStart(text.slice(0, end)), end };
}

// commit.c, ignored_log_message_bytes: trailing blank lines, comments, and old "Conflicts:" lists do not count.
function endWithoutComments(text: string): number {
  const cutoff = scissors(text);
  let ignored = 0; // as in git, 0 means none
  let inConflicts = false;
  for (let at = 0; at < cutoff; at = nextLine(text, at)) {
    const first = text[at];
    if (first === "#" || first === "\n") ignored ||= at;
    else if (text.startsWith("Conflicts:\n", at)) {
      inConflicts = true;
      ignored ||= at;
    } else if (ignored !== 0 && !(inConflicts && first === "\t")) {
      ignored = 0;
      inConflicts = false;
    }
  }
  return ignored === 0 ? cutoff : ignored;
}

function scissors(text: string): number {
  if (text.startsWith(SCISSORS)) return 0;
  const at = text.indexOf(`\n${SCISSORS}`);
  return at < 0 ? text.length : at + 1;
}

// trailer.c, find_trailer_start: the last paragraph, if all of it is trailers, or a quarter with one of git's own.
function blockStart(text: string): number {
  const title = titleEnd(text);
  const seen = { trailers: 0, others: 0, maybe: 0, own: false, blankOnly: true };
  for (let at = lastLine(text, text.length); at >= title; at = lastLine(text, at)) {
    if (text[at] === "#") {
      seen.others += seen.maybe;
      seen.maybe = 0;
    } else if (isBlankLine(text, at)) {
      if (seen.blankOnly) continue;
      const others = seen.others + seen.maybe;
      const isBlock = seen.own ? seen.trailers * 3 >= others : seen.trailers > 0 && others === 0;
      return isBlock ? nextLine(text, at) : text.length;
    } else {
      seen.blankOnly = false;
      countLine(seen, text, at);
    }
  }
  return text.length;
}

type Counts = { trailers: number; others: number; maybe: number; own: boolean };

function countLine(seen: Counts, text: string, at: number): void {
  const isGits = GIT_GENERATED.some((prefix) => text.startsWith(prefix, at));
  if (isGits || (findSeparator(text, at) > at && !isSpace(text, at))) {
    seen.trailers++;
    seen.maybe = 0;
    seen.own ||= isGits;
  } else if (isSpace(text, at)) seen.maybe++;
  else {
    seen.others += 1 + seen.maybe;
    seen.maybe = 0;
  }
}

function titleEnd(text: string): number {
  let at = 0;
  while (at < text.length && (text[at] === "#" || !isBlankLine(text, at))) at = nextLine(text, at);
  return at;
}
