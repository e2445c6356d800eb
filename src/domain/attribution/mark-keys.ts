/** What a `Key:` promises about its value. */
export type MarkKey = "identity" | "address" | "tool" | "ai";

const LONGEST = 40;

// Endings, because people put words before them: `Lead-authored-by`, `Unit-tests-Generated-by`, `Commit-generated-by`.
const ENDINGS: readonly (readonly [string, MarkKey])[] = [
  ["authored-by", "identity"],
  ["developed-by", "identity"],
  ["signed-off-by", "identity"],
  ["assisted-by", "tool"],
  ["generated-by", "tool"],
  ["assisted-with", "tool"],
  ["generated-with", "tool"],
];

const KEYS = new Map<string, MarkKey>([
  ["co-author", "identity"],
  ["co-authors", "identity"],
  ["co-authored", "identity"],
  ["coauthor", "identity"],
  ["author", "address"], // in a pasted log
  ["assistedby", "tool"],
  ["made-with", "tool"],
  ["agent-id", "tool"],
  ["agent-signature", "tool"],
  ["ai-assisted", "ai"],
  ["ai-assisted-by", "ai"],
  ["ai-assistant", "ai"],
  ["ai-generated", "ai"],
  ["ai-generated-by", "ai"],
  ["ai-authored", "ai"],
  ["ai-authored-by", "ai"],
  ["ai-co-authored-by", "ai"],
  ["ai-agent", "ai"],
  ["ai-model", "ai"],
  ["ai-tool", "ai"],
  ["ai-tools", "ai"],
  ["assisted-by-ai", "ai"],
  ["generated-by-ai", "ai"],
  ["co-authored-by-ai", "ai"], // Open Liberty
]);

// A tool that only wrote or looked over the text about a change did not write the change.
const ABOUT_TEXT = ["message", "summary", "description", "review", "report", "title", "changelog", "notes"];

/** A line split at its first colon, with the key in lower case and its blanks as hyphens. */
export interface KeyedLine {
  readonly key: string;
  readonly value: string;
}

/** The key and value of a line that looks like a trailer, emphasis around it removed; `undefined` for prose. */
export function keyedLine(text: string): KeyedLine | undefined {
  const colon = text.indexOf(":");
  if (colon < 2 || colon > LONGEST) return undefined;
  const key = text.slice(0, colon).trim().toLowerCase().replaceAll(" ", "-");
  const start = lettersStart(key);
  const end = key.endsWith("**") ? key.length - 2 : key.length;
  return { key: key.slice(start, end), value: text.slice(colon + 1).trim() };
}

function lettersStart(key: string): number {
  let start = 0;
  while (start < key.length && !isLetter(key.charCodeAt(start))) start++;
  return start;
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** The meaning of a key of no particular tool; matched without regard to case, as GitHub and git do. */
export function markKey(key: string): MarkKey | undefined {
  const exact = KEYS.get(key);
  if (exact !== undefined) return exact;
  if (ABOUT_TEXT.some((word) => key.includes(word))) return undefined;
  return ENDINGS.find(([ending]) => key.endsWith(ending))?.[1];
}
