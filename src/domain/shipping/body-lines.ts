import { messageLines } from "../attribution/message-lines.ts";
import { type RawLine, rawLines } from "../attribution/raw-lines.ts";

/** A line of a body that may make a statement. */
export interface BodyLine {
  readonly text: string;
  /** Whether a sentence may have ended before it: it opens a paragraph, or follows the end of one. */
  readonly isOwn: boolean;
}

/** The lines at the margin of a body, without lists, quotations, samples, comments, and folded HTML. */
export function bodyLines(body: string): BodyLine[] {
  const raw = rawLines(withoutAsides(body));
  const margin = Math.min(...raw.map(({ indent }) => indent));
  const own = new Map(raw.map((line, index) => [line.from, isOwn(line, raw[index - 1])]));
  const atMargin = new Set(raw.filter(({ indent }) => indent === margin).map(({ from }) => from));
  return messageLines([NO_SUBJECT, ...raw])
    .filter(({ text, from }) => atMargin.has(from) && !LISTED.test(text))
    .map(({ text, from }) => ({ text, isOwn: own.get(from) === true }));
}

const LISTED = /^(?:[-*+•]|\d{1,9}[.)])\s/;
/** A body has no subject, so its first line is like any other. */
const NO_SUBJECT: RawLine = { text: "", from: -1, indent: 0, opensParagraph: true };

function isOwn({ opensParagraph }: RawLine, before: RawLine | undefined): boolean {
  return opensParagraph || before === undefined || /^#|[.!?:)*]$/.test(before.text);
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const BLOCK = /<(\/?)(?:details|blockquote|pre|code)\b[^>]{0,200}>/gi;
const OPENS_BLOCK = /^\s{0,3}<(?:details|blockquote|pre|code)\b/i;

/** Nobody writes a statement in so long a line. */
const LONGEST_LINE = 2_000;

/** A body with blank lines for its samples, comments and blocks of HTML. An unclosed one goes on to the end. */
function withoutAsides(body: string): string {
  let fence: string | undefined;
  let isComment = false;
  let depth = 0;
  const blank = (line: string): string => {
    if (line.length > LONGEST_LINE) return "";
    if (fence !== undefined) {
      if (closesFence(line, fence)) fence = undefined;
      return "";
    }
    const { text, isOpen } = withoutComments(line, isComment);
    isComment = isOpen;
    const [, mark, info = ""] = FENCE.exec(text) ?? [];
    if (mark !== undefined && !(mark.startsWith("`") && info.includes("`"))) {
      fence = mark;
      return "";
    }
    const spoken = text.replaceAll(/`[^`]*`/g, "");
    if (depth === 0 && !OPENS_BLOCK.test(spoken)) return text;
    for (const [, closes] of spoken.matchAll(BLOCK)) depth = Math.max(0, depth + (closes ? -1 : 1));
    return "";
  };
  return body.split("\n").map(blank).join("\n");
}

function closesFence(line: string, fence: string): boolean {
  const [, mark = "", info = ""] = FENCE.exec(line.trimEnd()) ?? [];
  return mark.startsWith(fence) && info.trim() === "";
}

/** A line without its comments, and whether a comment goes on in the next line. Code contains no comments. */
function withoutComments(line: string, isOpen: boolean): { readonly text: string; readonly isOpen: boolean } {
  let text = "";
  let rest = line;
  for (let open = isOpen; ; open = !open) {
    const at = open ? rest.indexOf("-->") : beginOfComment(rest);
    if (at < 0) return { text: open ? text : text + rest, isOpen: open };
    if (!open) text += rest.slice(0, at);
    rest = rest.slice(at + (open ? 3 : 4));
  }
}

function beginOfComment(text: string): number {
  return text.replaceAll(/`[^`]*`/g, (code) => " ".repeat(code.length)).indexOf("<!--");
}
