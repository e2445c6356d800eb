import { decorationEnd, isLetter, isListed } from "./characters.ts";

/** The meaning of a `Key:` for its value. */
type MarkKey = "identity" | "address" | "tool" | "ai" | "disclosure";

/** A key of more characters is prose. */
export const LONGEST_KEY = 40;

// Endings, because people put words before them: `Lead-authored-by`, `Unit-tests-Generated-by`, `Commit-generated-by`.
const ENDINGS: readonly (readonly [string, MarkKey])[] = [
  ["authored-by", "identity"],
  ["developed-by", "identity"],
  ["signed-off-by", "identity"],
  ["assisted-by", "tool"],
  ["generated-by", "tool"],
  ["assisted-with", "tool"],
  ["generated-with", "tool"],
  ["authored-with", "tool"],
];

const DISCLOSED = "disclosure assistance assisted usage use used tools-used tool-used contribution".split(
  " ",
);

const KEYS = new Map<string, MarkKey>([
  ["co-author", "identity"],
  ["co-authors", "identity"],
  ["co-authored", "identity"],
  ["coauthor", "identity"],
  ["author", "address"], // in a pasted log
  ["assistedby", "tool"],
  ["assited-by", "tool"], // seen in 2 repositories
  ["written-by", "tool"],
  ["made-with", "tool"],
  ["agent-id", "tool"],
  ["agent-signature", "tool"],
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
  ...DISCLOSED.map((what): [string, MarkKey] => [`ai-${what}`, "disclosure"]),
  ...DISCLOSED.map((what): [string, MarkKey] => [`llm-${what}`, "disclosure"]),
]);

/** The keys whose ending does not show their meaning. */
export const KNOWN_KEYS: readonly string[] = [...KEYS.keys()];

// A tool that only wrote or looked over the text about a change did not write the change.
const ABOUT_TEXT = ["message", "summary", "description", "review", "report", "title", "changelog", "notes"];

// Keys about a form: `Example:`, `The standardized format is:`.
const ABOUT_FORM =
  /(?:^|-)(?:e\.?g|example|examples|format|form|use|usage|template|syntax|sample|like|instead|must|should|trailer|trailers|line|is|was|add|write|expected|actual|before|after)$/;

/** Whether a key says that its value is an example. */
export function isAboutForm(key: string): boolean {
  return ABOUT_FORM.test(key);
}

/** A line split at its first colon, with the key in lower case and its blanks as hyphens. */
export interface KeyedLine {
  readonly key: string;
  readonly value: string;
}

/** The key and value of a line that looks like a trailer, emphasis around it removed; `undefined` for prose. */
export function keyedLine(text: string): KeyedLine | undefined {
  const colon = text.indexOf(":");
  if (colon < 2 || colon > LONGEST_KEY) return undefined;
  const start = decorationEnd(text, text.startsWith("- ") ? 2 : 0);
  const spelled = text.slice(start, colon).trim().toLowerCase();
  const key = spelled.endsWith("**") ? spelled.slice(0, -2) : spelled;
  const value = text.slice(colon + 1).trim();
  if (isProse(key) || (isListed(text) && !value.endsWith(">"))) return undefined;
  return { key: key.includes(" ") ? key.replaceAll(" ", "-") : key, value };
}

// `Assisted by` and `Co-authored-by` are keys; "Write Co-authored-by" is a sentence about one, "+Made-with" a diff.
function isProse(key: string): boolean {
  if (!isLetter(key.charCodeAt(0))) return true;
  const blank = key.lastIndexOf(" ");
  return blank >= 0 && key.includes("-", blank);
}

// `Not-Assisted-by`, `Previously-Assisted-by`.
const DENYING = /^(?:not|non|un|never|no|previously|formerly|once|should|must|was|may)-/;

/** The meaning of a key of no particular tool; matched without regard to case, as GitHub and git do. */
export function markKey(key: string): MarkKey | undefined {
  const exact = KEYS.get(key);
  if (exact !== undefined) return exact;
  if (!key.endsWith("by") && !key.endsWith("with")) return undefined;
  if (key === "reviewed-by" || DENYING.test(key)) return undefined;
  const found = ENDINGS.find(([ending]) => key.endsWith(ending))?.[1];
  return found !== undefined && ABOUT_TEXT.some((word) => key.includes(word)) ? undefined : found;
}
