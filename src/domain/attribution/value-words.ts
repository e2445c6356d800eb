import type { Word } from "./words.ts";

const NEGATIONS = new Set("no none not na nope never nothing without false neither nobody".split(" "));
const CHECKS = new Set("reviewed verified checked tested validated approved edited supervised".split(" "));
const GENERIC = new Set(["ai", "llm", "llms", "genai"]);

// What stands beside a tool's name without making it a person's: what it is, how it ran, what joins it to a model.
const FILLERS = new Set(
  (
    "a an the some via with using on by from in of through for v version model agent agents assistant assistants " +
    "assistance assisted chatbot bot tool tools tooling cli ide app editor chat web desktop cloud code coding " +
    "generative generic agentic language large artificial intelligence google anthropic openai github microsoft aws amazon bedrock vertex azure z " +
    "max pro flash high low medium mini lite preview beta experimental build fast thinking extended context " +
    "autonomous supervised interactive local latest enterprise business developer powered sol terra luna x m b"
  ).split(" "),
);

/** Whether a value begins by saying that there was none: `No`, `none`, `N/A`, `Absolutely not.` */
export function isNegated([first, second]: readonly Word[]): boolean {
  if (first === undefined) return false;
  return NEGATIONS.has(first.text) || second?.text === "not" || (first.text === "n" && second?.text === "a");
}

/** The words before "reviewed by …" and the like, which names somebody else. */
export function untilCheck(words: readonly Word[]): readonly Word[] {
  const check = words.findIndex(({ text }, at) => CHECKS.has(text) && words[at + 1]?.text === "by");
  return check < 0 ? words : words.slice(0, check);
}

/** Whether a word tells nothing about who it was. */
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
