import type { AgentIndex } from "./agent-index.ts";
import { findMentions, type Mention } from "./mentions.ts";
import {
  firstClause,
  isFiller,
  isFillerText,
  isGeneric,
  isNegated,
  isTakenBack,
  untilCheck,
} from "./value-words.ts";
import { firstWordOf, type Word, wordsOf } from "./words.ts";

/** A tool that a value names, with its model if the value names one. */
export type NamedTool = Pick<Mention, "tool" | "kind" | "isDistinct" | "model">;

/**
 * The words allowed around a name. `strict` wants a name that is a word or a person's to stand alone. `lenient` is for
 * keys that say "AI" themselves, where a sentence may follow. `whole` is for identities, where nothing else may stand.
 */
type Strictness = "strict" | "lenient" | "whole";

/**
 * Finds the tools in the value of `Assisted-by`, `Generated-by` and their like; none when it names a person.
 *
 * A model in brackets or after "with" is the tool's model, not a second tool.
 */
export function namedTools(value: string, index: AgentIndex, strictness: Strictness = "strict"): NamedTool[] {
  if (strictness === "whole" && !mayBegin(firstWordOf(value), index)) return []; // nearly every person's name
  if (isDenial(value, index)) return [];
  const words = untilCheck(wordsOf(value));
  const mentions = findMentions(words, index);
  if (mentions.length === 0) return isGeneric(words) ? [UNSPECIFIED] : [];
  if (strictness === "whole" && !words.every((word, at) => isQuiet(word, at, mentions))) return [];
  const accepted = mentions.filter(
    (mention) => strictness === "lenient" || isUnmistakable(mention) || isAlone(mention, words, mentions),
  );
  const tools = chosen(accepted, words, strictness);
  return tools.length === 0 && strictness === "strict" ? byModel(mentions) : tools;
}

/** `SomeHarness (claude-opus-4-8)`: a model with its version is unmistakable, and what ran it has no row. */
function byModel(mentions: readonly Mention[]): NamedTool[] {
  const model = mentions.find((mention) => mention.model !== undefined && isUnmistakable(mention))?.model;
  return model === undefined ? [] : [{ ...UNSPECIFIED, model }];
}

const UNSPECIFIED: NamedTool = { tool: "unspecified", kind: "word", isDistinct: false };

/** Whether the value says that there was none, or nothing at all. */
export function isDenial(value: string, index: AgentIndex): boolean {
  if (isTakenBack(value)) return true;
  const words = wordsOf(firstClause(value));
  if (words.length === 0) return wordsOf(value).length === 0;
  return isNegated(words, findMentions(words, index)[0]?.from);
}

function mayBegin(text: string, index: AgentIndex): boolean {
  return index.names.has(text) || isFillerText(text);
}

function isQuiet(word: Word, at: number, mentions: readonly Mention[]): boolean {
  return word.isBracketed || isFiller(word) || isMentioned(at, mentions);
}

// One word may still be a part of a person's name: `John Copilot Smith`.
function isUnmistakable({ isDistinct, from, to }: Mention): boolean {
  return isDistinct && to - from > 1;
}

function isAlone(mention: Mention, words: readonly Word[], mentions: readonly Mention[]): boolean {
  const isApart = (at: number): boolean => {
    const word = words[at];
    if (word === undefined || word.isBracketed !== mention.isBracketed) return true;
    return isFiller(word) || isMentioned(at, mentions);
  };
  const startsPart = words[mention.from]?.joint !== "none";
  const endsPart = (words[mention.to]?.joint ?? "none") !== "none";
  return (startsPart || isApart(mention.from - 1)) && (endsPart || isApart(mention.to));
}

function isMentioned(at: number, mentions: readonly Mention[]): boolean {
  return mentions.some(({ from, to }) => at >= from && at < to);
}

// Text in brackets is a detail, unless only "AI" stands outside them.
function chosen(mentions: readonly Mention[], words: readonly Word[], strictness: Strictness): NamedTool[] {
  const outside = mentions.filter(({ isBracketed }) => !isBracketed);
  const mayBeBracketed =
    strictness === "lenient" || words.every((word) => word.isBracketed || isFiller(word));
  const candidates = outside.length > 0 || !mayBeBracketed ? outside : mentions;
  const tools = new Map<string, Mention>();
  for (const mention of candidates.filter((candidate) => isTool(candidate, candidates, words))) {
    const known = tools.get(mention.tool); // `Claude:claude-opus-4-8` is one tool
    if (known === undefined || (known.kind === "model" && known.model === undefined))
      tools.set(mention.tool, mention);
  }
  const isProven = strictness === "whole" && mentions.some(({ isDistinct }) => isDistinct); // `claude-opus-5 via Crush`
  const named = mentions.find(({ model }) => model !== undefined)?.model;
  return [...tools.values()].map(({ tool, kind, isDistinct, model }) => {
    const own = model ?? (tools.size === 1 ? named : undefined);
    return { tool, kind, isDistinct: isDistinct || isProven, ...(own !== undefined && { model: own }) };
  });
}

// A model stands for a tool when no tool is named, or when it is one of a list and no detail of a tool before it.
function isTool(mention: Mention, candidates: readonly Mention[], words: readonly Word[]): boolean {
  if (mention.kind !== "model") return true;
  const tool = candidates.find(({ kind }) => kind !== "model");
  if (tool === undefined) return true;
  const joint = words[Math.max(tool.from, mention.from)]?.joint;
  return joint === "and" || (joint === "list" && tool.from > mention.from);
}
