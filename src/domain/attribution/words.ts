type Joint = "none" | "list" | "and" | "detail";

/** One word or number of a trailer's value. */
export interface Word {
  readonly text: string; // lower case
  readonly isNumber: boolean;
  readonly isBracketed: boolean;
  /** The link to the words before: `:` and `,` lead to details, `&` and "and" to one more tool. */
  readonly joint: Joint;
}

// A value longer than this names no tool: it is prose.
const LONGEST = 400;
const LONGEST_NAME = 80;

const JOINTS: Readonly<Record<string, Joint>> = {
  ",": "list",
  ";": "list",
  "+": "list",
  "&": "and",
  ":": "detail",
};

/**
 * Splits a value into runs of letters, and numbers apart from them, so that `Opus4.5` is `opus 4 5`.
 *
 * Letters of any script belong to a word: `Claudé` is not `Claud`.
 */
export function wordsOf(value: string): Word[] {
  const words: Word[] = [];
  const text = value.slice(0, LONGEST).toLowerCase();
  let depth = 0;
  let joint: Joint = "none";
  for (let at = 0; at < text.length; ) {
    const kind = kindAt(text, at);
    let end = at + 1;
    if (kind === "other") {
      const character = text[at] as string;
      if ("([{<".includes(character)) depth++;
      else if (")]}>".includes(character)) depth = Math.max(0, depth - 1);
      else if (depth === 0) joint = JOINTS[character] ?? joint;
    } else {
      while (end < text.length && kindAt(text, end) === kind) end++;
      const word = text.slice(at, end);
      if (word === "and" && depth === 0) joint = "and";
      else {
        words.push({ text: word, isNumber: kind === "digit", isBracketed: depth > 0, joint });
        joint = "none";
      }
    }
    at = end;
  }
  return words;
}

/** The first word of a value, in lower case. */
export function firstWordOf(value: string): string {
  const text = value.slice(0, LONGEST_NAME).toLowerCase();
  let start = 0;
  while (start < text.length && kindAt(text, start) !== "letter") start++;
  let end = start;
  while (end < text.length && kindAt(text, end) === "letter") end++;
  return text.slice(start, end);
}

function kindAt(text: string, at: number): "letter" | "digit" | "other" {
  const code = text.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return "digit";
  if (code >= 0x61 && code <= 0x7a) return "letter";
  // Surrogates and symbols (emoji, dashes, quotes) separate; everything else above ASCII is a letter.
  return code >= 0xc0 &&
    !(code >= 0x2000 && code <= 0x2bff) &&
    !(code >= 0xd800 && code <= 0xdfff) &&
    code < 0xfe00
    ? "letter"
    : "other";
}
