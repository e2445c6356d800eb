import type { MessageLine } from "./message-line.ts";
import type { RawLine } from "./raw-lines.ts";

const ROBOT = "🤖 ";
const CO_AUTHOR = " co-authored-by: ";

/**
 * Splits a subject into the subject itself and the marks that were flattened into it. `git commit -m` in a careless
 * shell leaves a literal `\n`, or blanks in place of the line breaks.
 *
 * A single blank is not enough: subjects also speak *about* trailers. A revert quotes the subject of another commit,
 * and so its marks are not its own.
 */
export function subjectPieces({ text, from }: RawLine): MessageLine[] {
  if (isReversal(text)) return [];
  if (!isFlattened(text)) return [{ text, from }];
  const lines = text.replaceAll("\\n", "  ").replaceAll(ROBOT, `  ${ROBOT}`).split("  ");
  return pieces(lines.flatMap(partFooter), from);
}

/** Whether a subject may hold more than one line. */
export function isFlattened(subject: string): boolean {
  return subject.includes("  ") || subject.includes("\\n") || subject.includes(ROBOT);
}

/** The beginnings of lines that quote the message of another commit. */
const OTHERS =
  /^(?:original|upstream|source|picked|reverted|squashed)[ -](?:commit|change|message|description)\b/i;

/** Splits a line of the body at each literal `\n`. */
export function bodyPieces<Line extends MessageLine>(line: Line): readonly (Line | MessageLine)[] {
  if (!line.text.includes("\\n")) return [line];
  const [first = "", ...others] = line.text.split("\\n");
  return pieces(OTHERS.test(first) ? [first] : [first, ...others], line.from);
}

/** Whether a subject is that of a revert, or of a revert of one. */
export function isReversal(subject: string): boolean {
  return subject.startsWith('Revert "') || subject.startsWith('Reapply "');
}

// A part that ends in a quotation mark was quoted: `git commit -m "fix\n\nCo-authored-by: …"`.
function pieces(parts: readonly string[], from: number): MessageLine[] {
  const texts = parts.map((part) => part.trim());
  return texts
    .filter((text, at) => text !== "" && (at === 0 || !isQuoted(text)))
    .map((text) => ({ text, from }));
}

function isQuoted(text: string): boolean {
  return text.endsWith('"') || text.endsWith("'") || text.endsWith("`");
}

// Behind a generator line a co-author line can only be the next line of the same mark.
function partFooter(piece: string): string[] {
  if (!piece.startsWith(ROBOT)) return [piece];
  const at = piece.toLowerCase().indexOf(CO_AUTHOR);
  return at < 0 ? [piece] : [piece.slice(0, at), piece.slice(at)];
}
