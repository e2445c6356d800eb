import type { AgentIndex } from "./agent-index.ts";
import { isFlattened } from "./flattened.ts";
import { LONGEST_KEY } from "./mark-keys.ts";
import type { MarkReader } from "./marks.ts";
import { probeAt } from "./probe.ts";
import { isBlank, lastLetter } from "./raw-lines.ts";

const [BLANK, STAR, HYPHEN, UNDERSCORE, OPENING, LESS, GREATER] = [0x20, 0x2a, 0x2d, 0x5f, 0x5b, 0x3c, 0x3e];
const LAST_ASCII = 0x7f;

/**
 * Whether a message may declare anything; it looks at each line without cutting it out.
 *
 * Most messages hold no mark. Leaving out samples and quotations only takes marks away; new ones come from split or
 * joined lines, and from a conversation, which is two lines: all of these may declare.
 */
export function mayDeclare(message: string, index: AgentIndex, readMarks: MarkReader): boolean {
  if (message.includes("\\n")) return true;
  let [isSubject, colon] = [true, message.indexOf(":")];
  for (let from = 0; from < message.length; ) {
    const feed = message.indexOf("\n", from);
    const end = feed < 0 ? message.length : feed;
    const start = firstLetter(message, from, end);
    if (start < end) {
      const stop = lastLetter(message, end);
      if (isSubject && isRichSubject(message.slice(start, stop), index)) return true;
      isSubject = false;
      // The address of a name on the line above it.
      if (message.charCodeAt(start) === LESS && message.slice(start, stop).includes("@")) return true;
      if (colon >= 0 && colon < start) colon = message.indexOf(":", start);
      if (
        mayBear(message, { start, end: stop, colon }, index) &&
        readMarks(message.slice(start, stop)).length > 0
      )
        return true;
    }
    from = end + 1;
  }
  return false;
}

/** The position of a line in a text, trimmed at both ends, and the first colon from there on; negative for none. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly colon: number;
}

/** Whether a line may bear a mark, by its beginning and its key. */
export function mayBear(text: string, place: Place, index: AgentIndex): boolean {
  const { start, end } = place;
  const first = text.charCodeAt(start);
  if (first > LAST_ASCII || first === UNDERSCORE) return true;
  if (first === STAR || first === HYPHEN) {
    if (text.charCodeAt(start + 1) !== BLANK) return true;
    const second = text.charCodeAt(start + 2);
    return second > LAST_ASCII || second === OPENING || text.charCodeAt(end - 1) === GREATER;
  }
  return index.probes.has(probeAt(text, start)) || hasMarkKey(text, place);
}

/** Whether a line has a key that ends in "by" or "with", or another one in its value. */
function hasMarkKey(text: string, { start, end, colon }: Place): boolean {
  if (colon < 0 || colon >= end || colon - start > LONGEST_KEY) return false;
  for (let at = colon; at >= 0 && at < end; at = text.indexOf(":", at + 1))
    if (endsKey(text, at)) return true;
  return false;
}

function endsKey(text: string, colon: number): boolean {
  let last = colon - 1;
  while (text.charCodeAt(last) === BLANK || text.charCodeAt(last) === STAR) last--;
  const ending = text.slice(last - 1, last + 1).toLowerCase();
  return ending === "by" || ending === "th";
}

function isRichSubject(subject: string, { conversations }: AgentIndex): boolean {
  return (
    isFlattened(subject) ||
    conversations.some(({ form }) => subject.slice(0, form.subject.length).toLowerCase() === form.subject)
  );
}

function firstLetter(text: string, from: number, end: number): number {
  let start = from;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  return start;
}
