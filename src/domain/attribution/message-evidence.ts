import type { AgentIndex } from "./agent-index.ts";
import type { Evidence } from "./evidence.ts";
import { isReversal } from "./flattened.ts";
import { mayBear, mayDeclare } from "./line-scan.ts";
import type { Mark, MarkReader } from "./marks.ts";
import type { MessageLine } from "./message-line.ts";
import { messageLines } from "./message-lines.ts";
import { rawLines } from "./raw-lines.ts";
import { findBlock } from "./trailer-block.ts";

// Gerrit, Phabricator and bots paste the reverted commit's message below such a line.
const INHERITED = [
  "original commit message",
  "original change's description",
  "original message",
  "original description",
];

const NO_MARKS: readonly Mark[] = [];

interface MarkedLine {
  readonly mark: Mark;
  readonly from: number;
}

/** How to read a message. */
interface EvidenceOptions {
  /** Leaves out lines outside git's trailer block. */
  readonly blockOnly: boolean;
  readonly readMarks: MarkReader;
}

/** Finds all declarations of a message, line by line. */
export function messageEvidence(
  message: string,
  index: AgentIndex,
  { blockOnly, readMarks }: EvidenceOptions,
): Evidence[] {
  if (!mayDeclare(message, index, readMarks)) return [];
  const lines = ownLines(message, joinWrapped(messageLines(rawLines(message))));
  const marked: MarkedLine[] = [];
  const read = new Map<string, readonly Mark[]>(); // a squash repeats the trailers of its commits
  for (const { text, from } of lines) {
    const marks = read.get(text) ?? marksIn(text, index, readMarks);
    read.set(text, marks);
    for (const mark of marks) marked.push({ mark, from });
  }
  marked.push(...conversation(lines, index));
  if (marked.length === 0) return [];
  const block = findBlock(message);
  return marked.flatMap(({ mark, from }) => {
    const isInBlock = from >= block.start && from < block.end;
    return isInBlock || !blockOnly ? [toEvidence(mark, isInBlock)] : [];
  });
}

function marksIn(text: string, index: AgentIndex, readMarks: MarkReader): readonly Mark[] {
  const place = { start: 0, end: text.length, colon: text.indexOf(":") };
  return mayBear(text, place, index) ? readMarks(text) : NO_MARKS;
}

function conversation(lines: readonly MessageLine[], index: AgentIndex): MarkedLine[] {
  const [subject, heading] = lines;
  if (subject === undefined || heading === undefined) return [];
  return index.conversations.flatMap(({ agent, form }) =>
    startsWith(subject, form.subject) && startsWith(heading, form.heading)
      ? [{ mark: { kind: "footer" as const, tool: agent.id, text: heading.text }, from: heading.from }]
      : [],
  );
}

function startsWith({ text }: MessageLine, start: string): boolean {
  return text.slice(0, start.length).toLowerCase() === start;
}

function toEvidence({ kind, ...mark }: Mark, isInBlock: boolean): Evidence {
  if (kind === "line") return { kind: isInBlock ? "trailer" : "co-author", ...mark };
  return { kind: kind === "answer" ? (isInBlock ? "trailer" : "prose") : kind, ...mark };
}

// A name and its `<address>` are wrapped over two lines when a message was filled to a width.
function joinWrapped(lines: readonly MessageLine[]): readonly MessageLine[] {
  if (!lines.some(({ text }) => text.startsWith("<"))) return lines;
  const joined: MessageLine[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    const isWrapped =
      line.text.startsWith("<") && line.text.includes("@") && last !== undefined && isOpen(last.text);
    if (isWrapped) joined[joined.length - 1] = { ...last, text: `${last.text} ${line.text}` };
    else joined.push(line);
  }
  return joined;
}

function isOpen(text: string): boolean {
  return text.length < 200 && text.toLowerCase().includes("-by:") && !text.includes("@");
}

function ownLines(message: string, lines: readonly MessageLine[]): readonly MessageLine[] {
  if (!isReversal(message)) return lines;
  const [subject = ""] = message.split("\n", 1);
  // A title of several lines is quoted as a whole.
  const quoted =
    subject.lastIndexOf('"') > subject.indexOf('"') ? -1 : lines.findIndex(({ text }) => text.endsWith('"'));
  if (quoted >= 0) return ownLines(`${subject}"`, lines.slice(quoted + 1));
  const pasted = lines.findIndex((line) => INHERITED.some((start) => startsWith(line, start)));
  return pasted < 0 ? lines : lines.slice(0, pasted);
}
