import { type Word, wordsOf } from "./words.ts";

// `didn't` is two words here.
const NEGATIONS = new Set(
  "no none zero not nope never nothing without false neither nobody didn wasn weren isn don doesn haven hasn hadn".split(
    " ",
  ),
);
const AFFIRMATIONS = new Set(["yes", "true", "y"]);
const TEMPLATE = /^[<{[][^@<>]*[>}\]]$|\be\.?g\.|…|\.\.\.|\s\|\s/i;
const TAKEN_BACK = /^0 ?%?$|\((?:no|none|not used|unused)\)|\?\s*(?:no|none)\b|\[x\] no\b/i;
const PEOPLE = /^\p{Lu}\p{Ll}+ \p{Lu}\.?$|\b(?:team|folks|community|maintainers?)\b/u;
const UNCERTAIN = /\?|^(?:see|maybe|perhaps|tbd|unknown)\b/i;
const CLAUSE_END = /[.;!?](?:\s|$)|\sbut\s/;
const CHECKS = new Set("reviewed verified checked tested validated approved edited supervised".split(" "));
const GENERIC = new Set(["ai", "llm", "llms", "genai"]);

// Words beside a tool's name that do not make it a person's: its kind, its way of running, and links to a model.
const FILLERS = new Set(
  (
    "a an the some via with using on by from in of through for v version model agent agents assistant assistants " +
    "assistance assisted chatbot bot tool tools tooling cli ide app editor chat web desktop cloud code coding " +
    "generative generic agentic language large artificial intelligence google anthropic openai github microsoft aws amazon bedrock vertex azure z " +
    "max pro flash high low medium mini lite preview beta experimental build fast thinking extended context " +
    "autonomous supervised interactive local latest enterprise business developer powered sol terra luna x m b"
  ).split(" "),
);

/**
 * Whether a value says that there was none: `No`, `I did not use any AI`, `written by hand, no Claude involved`.
 *
 * A denial stands in the first clause, before its tool or about it (`Claude was not used`). Text behind a comma after
 * the tool is a remark: `Claude Code, not for the tests`.
 */
export function isNegated(words: readonly Word[], firstMention = Number.POSITIVE_INFINITY): boolean {
  const [first, second] = words;
  if (first === undefined) return false;
  if (AFFIRMATIONS.has(first.text)) return second?.text === "no" && second.joint === "none"; // `yes/no`
  if (first.text === "na" || (first.text === "n" && second?.text === "a")) return true;
  const denial = words.findIndex((word) => !word.isBracketed && NEGATIONS.has(word.text));
  if (denial < 0) return false;
  const end = words.findIndex(({ joint }, at) => at > firstMention && joint === "list");
  return denial < firstMention || end < 0 || denial < end;
}

/** Whether a value begins with a yes. */
export function isAffirmation(value: string): boolean {
  const [first] = wordsOf(firstClause(value));
  return first !== undefined && (AFFIRMATIONS.has(first.text) || /^[1-9]\d{0,2} ?%/.test(value));
}

/** Whether the end of a value denies the named tool: `Claude Code (no)`, `Claude Code? No`, `0 %`. */
export function isTakenBack(value: string): boolean {
  return TAKEN_BACK.test(value);
}

/** Whether a value leaves it open: `Claude Code?`, `maybe Claude`, `see the Claude docs`. */
export function isUncertain(value: string): boolean {
  return UNCERTAIN.test(value);
}

/** Whether a value names people: `Claude M.`, `the Claude Code team`. */
export function isPeople(value: string): boolean {
  return PEOPLE.test(value);
}

/** Whether a value shows a placeholder: `<tool name, e.g. Claude Code>`, `Claude Code | Copilot | none`. */
export function isTemplate(value: string): boolean {
  return TEMPLATE.test(value);
}

/** The first clause of a value: up to a full stop, a semicolon, a question, or "but". */
export function firstClause(value: string): string {
  const end = value.search(CLAUSE_END);
  return end < 0 ? value : value.slice(0, end);
}

/** The words before "reviewed by …" and the like, which names somebody else. */
export function untilCheck(words: readonly Word[]): readonly Word[] {
  const check = words.findIndex(({ text }, at) => CHECKS.has(text) && words[at + 1]?.text === "by");
  return check < 0 ? words : words.slice(0, check);
}

/** Whether a word says nothing about the author. */
export function isFiller({ text, isNumber }: Word): boolean {
  return isNumber || isFillerText(text);
}

/** The same of a word's text alone. */
export function isFillerText(text: string): boolean {
  return FILLERS.has(text) || GENERIC.has(text);
}

/** Whether the value says no more than "AI": `AI`, `generic LLM chatbot`, or a link that ends in `#llms`. */
export function isGeneric(words: readonly Word[]): boolean {
  const outside = words.filter(({ isBracketed }) => !isBracketed);
  if (outside[0]?.text === "https") return GENERIC.has(outside.at(-1)?.text ?? "");
  return outside.every(isFiller) && outside.some(({ text }) => GENERIC.has(text));
}
