import type { RawLine } from "./raw-lines.ts";

/** Detects, line by line, text that is indented as a sample. */
interface Indentation {
  isSample(line: RawLine): boolean;
  /** After the last line: whether the body is indented as a whole, so that nothing in it is a sample. */
  isWhole(): boolean;
}

const SAMPLE = 4; // Markdown: text indented by four more than its surroundings is quoted literally
/** The indentation of a message in `git log`, and so in `git merge --squash`. */
export const LOG = 4;

/**
 * Follows the indentation of a body: of lists, whose text is indented with them, and of a pasted `git log`.
 *
 * A line that ends in a colon introduces the indented lines below it, so there even a list item's text is a sample.
 */
export function createIndentation(): Indentation {
  let floor = 0;
  const lists: number[] = []; // how far the text of each open list item is indented, each further than the last
  let introducedAt: number | undefined;
  const shape = createShape();
  return {
    isSample(line) {
      const { text, indent } = line;
      shape.add(line);
      if (indent === 0) floor = isLogHeader(text) ? LOG : isLogHeader(text, floor) ? floor : 0;
      while ((lists.at(-1) ?? 0) > indent) lists.pop();
      const base = lists.at(-1) ?? floor;
      const isIntroduced = introducedAt !== undefined && indent > introducedAt;
      const isSample = indent - base >= SAMPLE || (isIntroduced && indent - floor >= SAMPLE);
      if (!isIntroduced) introducedAt = text.endsWith(":") ? indent : undefined;
      if (!isSample && isBullet(text)) lists.push(indent + 2);
      return isSample;
    },
    isWhole: shape.isWhole,
  };
}

// Whole: all but the first line of the body is indented, in prose and not only in one introduced block.
function createShape(): { add(line: RawLine): void; isWhole(): boolean } {
  let lines = 0;
  let paragraphs = 0;
  let isWhole = true;
  let isEnded = false;
  return {
    add({ text, indent, opensParagraph }) {
      isEnded ||= indent === 0 && text.startsWith("---------"); // GitHub's co-author list follows
      if (isEnded) return;
      lines++;
      if (indent >= SAMPLE) paragraphs += lines === 1 || opensParagraph ? 1 : 0;
      else if (lines > 1 || text.endsWith(":")) isWhole = false;
    },
    isWhole: () => isWhole && paragraphs > 1,
  };
}

function isBullet(text: string): boolean {
  return text.startsWith("- ") || text.startsWith("* ") || text.startsWith("+ ");
}

function isLogHeader(text: string, floor = 0): boolean {
  if (text.startsWith("commit ") || text.startsWith("Author: ")) return true;
  return (
    floor > 0 && (text.startsWith("Date: ") || text.startsWith("Merge: ") || text.startsWith("AuthorDate: "))
  );
}
