import { findSeparator, isBlankLine, isSpace, lastLine, nextLine } from "./trailer-lines.ts";

/** The rules that `git config trailer.*` and the command line can change. */
export interface TrailerRules {
  /**
   * Whether a line `---` ends the message, as in a patch sent by mail. Off by default: in a stored commit it is
   * Markdown, and git's own `%(trailers)` ignores it too; only `interpret-trailers` without `--no-divider` obeys it.
   */
  readonly divider?: boolean;
  readonly separators?: string;
  /** Configured keys, which count for the 25 % rule like git's own. */
  readonly keys?: readonly string[];
}

interface Block {
  readonly start: number;
  readonly end: number;
}

const GIT_GENERATED = ["Signed-off-by: ", "(cherry picked from commit "];
const SCISSORS = "# ------------------------ >8 ------------------------\n";

/** Finds the trailer block in the message; empty when there is none. */
export function findBlock(text: string, rules: TrailerRules = {}): Block {
  const patch = rules.divider === true ? patchStart(text) : text.length;
  const end = endWithoutComments(text.slice(0, patch));
  return { start: blockStart(text.slice(0, end), rules), end };
}

function patchStart(text: string): number {
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    if (text.startsWith("---", at) && isSpace(text, at + 3)) return at;
  }
  return text.length;
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
function blockStart(text: string, { separators = ":", keys = [] }: TrailerRules): number {
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
      countLine(seen, text, at, separators, keys);
    }
  }
  return text.length;
}

type Counts = { trailers: number; others: number; maybe: number; own: boolean };

function countLine(
  seen: Counts,
  text: string,
  at: number,
  separators: string,
  keys: readonly string[],
): void {
  const generated = GIT_GENERATED.some((prefix) => text.startsWith(prefix, at));
  const separator = generated ? 1 : findSeparator(text, at, separators) - at;
  if (generated || (separator >= 1 && !isSpace(text, at))) {
    seen.trailers++;
    seen.maybe = 0;
    seen.own ||= generated || isConfigured(text.slice(at, at + separator), keys);
  } else if (isSpace(text, at)) seen.maybe++;
  else {
    seen.others += 1 + seen.maybe;
    seen.maybe = 0;
  }
}

// git compares only as many letters as the line has, so `Ack: x` counts as a configured `Acked-by`.
function isConfigured(token: string, keys: readonly string[]): boolean {
  return keys.some((key) => key.toLowerCase().startsWith(token.toLowerCase()));
}

function titleEnd(text: string): number {
  let at = 0;
  while (at < text.length && (text[at] === "#" || !isBlankLine(text, at))) at = nextLine(text, at);
  return at;
}
