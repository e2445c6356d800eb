import type { AgentIndex } from "./agent-index.ts";
import type { NameKind, NamePattern } from "./name-patterns.ts";
import type { Word } from "./words.ts";

/** A tool or a model named in a value. */
export interface Mention {
  readonly tool: string;
  readonly kind: NameKind;
  /** Whether it can only mean the tool: by its name, or because a model's version follows. */
  readonly isDistinct: boolean;
  readonly isBracketed: boolean;
  readonly from: number;
  readonly to: number; // exclusive; the version numbers are part of the mention
  /** The model, from the table's words and the numbers beside them; only with a version. */
  readonly model?: string;
}

const MOST_NUMBERS = 3; // `claude-opus-4-8`, `gemini-3.1`; a date behind them is one number more
const VARIANTS = new Set("sonnet opus haiku fable codex pro flash mini coder air turbo".split(" "));

/** Finds all tools and models among the words, the longest name at each place. */
export function findMentions(words: readonly Word[], index: AgentIndex): Mention[] {
  const mentions: Mention[] = [];
  for (let at = 0; at < words.length; ) {
    const mention = mentionAt(words, at, index);
    if (mention !== undefined) mentions.push(mention);
    at = mention?.to ?? at + 1;
  }
  return mentions;
}

function mentionAt(words: readonly Word[], at: number, index: AgentIndex): Mention | undefined {
  let best: { pattern: NamePattern; end: number } | undefined;
  for (const pattern of index.names.get(words[at]?.text ?? "") ?? []) {
    const end = patternEnd(pattern, words, at);
    if (end > (best?.end ?? at)) best = { pattern, end };
  }
  return best && toMention(best.pattern, words, { from: at, nameEnd: best.end });
}

function patternEnd({ words: expected }: NamePattern, words: readonly Word[], from: number): number {
  let at = from;
  for (const word of expected) {
    const end = word === "#" ? numbersEnd(words, at) : words[at]?.text === word ? at + 1 : at;
    if (end === at) return from;
    at = end;
  }
  return at;
}

function toMention(
  { tool, kind, words: name }: NamePattern,
  words: readonly Word[],
  { from, nameEnd }: { from: number; nameEnd: number },
): Mention {
  const isModel = kind === "model";
  const versionEnd = isModel ? numbersEnd(words, nameEnd) : nameEnd;
  const to = isModel && isVariant(words[versionEnd]) ? versionEnd + 1 : versionEnd;
  const hasVersion = words.slice(from, to).some(({ isNumber }) => isNumber);
  const isBracketed = words[from]?.isBracketed === true;
  const isDistinct = kind === "name" || (isModel && (hasVersion || name.length > 1));
  const mention = { tool, kind, isDistinct, isBracketed, from, to };
  return isModel && hasVersion ? { ...mention, model: spelled(words.slice(from, to)) } : mention;
}

function numbersEnd(words: readonly Word[], from: number): number {
  let end = from;
  while (end < from + MOST_NUMBERS && isVersion(words, end, words[from - 1])) end++;
  return end;
}

// "(1M context)" behind a model is no part of its version.
function isVersion(words: readonly Word[], at: number, name: Word | undefined): boolean {
  const word = words[at];
  if (word === undefined || !word.isNumber || word.text.length > 3 || word.joint !== "none") return false;
  return word.isBracketed === name?.isBracketed && words[at + 1]?.text !== "m";
}

function isVariant(word: Word | undefined): boolean {
  return word?.joint === "none" && VARIANTS.has(word.text);
}

function spelled(words: readonly Word[]): string {
  return words
    .map(({ text, isNumber }, at) =>
      at === 0 ? text : (isNumber && words[at - 1]?.isNumber ? "." : "-") + text,
    )
    .join("");
}
