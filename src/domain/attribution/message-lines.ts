import { bodyPieces, subjectPieces } from "./flattened.ts";
import type { MessageLine } from "./message-line.ts";
import { fenceMark, type RawLine } from "./raw-lines.ts";
import { createIndentation, LOG } from "./sample-indent.ts";

const TRAILER = /^[A-Za-z][A-Za-z-]{1,40}: \S/;

interface Fence {
  readonly mark: string;
  readonly openedAt: number; // how many lines had been kept by then
}

/**
 * Finds the lines of a message in which a tool may have signed.
 *
 * A fence that is never closed hides nothing, since squash bodies are cut anywhere. A message indented as a whole, the
 * text of a list item and a pasted `git log` are no samples, although they are indented.
 */
export function messageLines([subject, ...body]: readonly RawLine[]): MessageLine[] {
  if (subject === undefined) return [];
  const isWhole = [subject, ...body].every(({ indent }) => indent >= LOG);
  return [...subjectPieces(subject), ...(!isWhole && body.some(isUnusual) ? bodyLines(body) : body)];
}

// Most messages have no fence, quotation or indentation; only the others are worth the bookkeeping.
function isUnusual({ text, indent }: RawLine): boolean {
  return indent > 1 || "`~><".includes(text[0] as string) || text.includes("\\n");
}

function bodyLines(body: readonly RawLine[]): MessageLine[] {
  const indentation = createIndentation();
  const kept: { readonly line: RawLine; readonly isSample: boolean }[] = [];
  let fence: Fence | undefined;
  let isComment = false;
  for (const line of body) {
    if (isComment || opensComment(line.text)) {
      isComment = !line.text.includes("-->");
      continue;
    }
    const mark = fenceMark(line.text);
    if (fence !== undefined && closes(line.text, mark, fence)) {
      kept.length = fence.openedAt;
      fence = undefined;
    } else if (fence === undefined && mark !== "") fence = { mark, openedAt: kept.length };
    else if (!line.text.startsWith(">")) kept.push({ line, isSample: indentation.isSample(line) });
  }
  const isIndented = indentation.isWhole();
  const end = lastParagraph(kept.map(({ line }) => line));
  const lines: MessageLine[] = [];
  for (const [at, { line, isSample }] of kept.entries())
    if (isIndented || !isSample || at >= end) lines.push(...bodyPieces(line));
  return lines;
}

/**
 * Finds the start of indented trailers that end a message below a list; its length without any.
 *
 * An author who indents the end of a list also indents the trailers below it. A sample stands below a line that
 * introduces it.
 */
function lastParagraph(lines: readonly RawLine[]): number {
  const start = lines.findLastIndex(({ opensParagraph }) => opensParagraph);
  const isListed = endsInList(lines.slice(0, Math.max(0, start)));
  const areTrailers = start > 0 && lines.slice(start).every(({ text }) => TRAILER.test(text));
  return isListed && areTrailers ? start : lines.length;
}

const ITEM = /^(?:[-*+•]|\d{1,3}[.)])\s/;

/** Whether lines end in an indented list: the indented lines at their end have an item. */
function endsInList(lines: readonly RawLine[]): boolean {
  const last = lines.at(-1);
  if (last === undefined || last.indent === 0 || last.text.endsWith(":")) return false;
  const outside = lines.findLastIndex(({ indent }) => indent === 0);
  return lines.slice(outside + 1).some(({ text }) => ITEM.test(text));
}

/** A comment of a template, of more than one line. */
function opensComment(text: string): boolean {
  return text.startsWith("<!--") && !text.includes("-->");
}

// CommonMark: the same character, at least as often, and nothing behind it.
function closes(text: string, mark: string, fence: Fence): boolean {
  return mark.length === text.length && mark.startsWith(fence.mark);
}
