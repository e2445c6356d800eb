import type { AgentIndex } from "./agent-index.ts";
import type { KeyedLine } from "./mark-keys.ts";
import { isDenial, type NamedTool, namedTools } from "./named-tools.ts";
import { firstClause, isAffirmation, isTemplate, isUncertain } from "./value-words.ts";

/** The unanswered parts of a form: a comment, an empty box, a choice. */
const COMMENT = /<!--.*?(?:-->|$)/g;
const UNANSWERED = /\[ \]|\bnone\b/i;
/** The words with which a sentence says that a tool was used. */
const USED =
  /\b(?:used?|using|with|via|by|assist(?:ed|ance)|helped?|generated|wrote|written|authored|drafted|implemented|created|made|built)\b/i;
/** From these words on, a sentence is about checking the change. */
const LOOKED_OVER = /\b(?:review|test|check|verif|validat|approv)/i;
/** A statement about AI without a tool: `AI was used`, `partially AI-generated`. */
const AI_USED =
  /\b(?:ai|llm)(?: tools?)? (?:was|were|has been) used\b|\bused? (?:an? )?(?:ai|llm)\b|\b(?:ai|llm)[- ](?:generated|assisted|written)\b|^(?:partially|partly|fully|mostly|assisted|generated)$/i;

/**
 * Finds the tools in an answer to a project's question, such as `AI disclosure`; `undefined` when the answer denies any
 * tool, or says nothing. The list is empty when an unnamed tool was used.
 *
 * A tool that the answer only mentions was not used. A used tool is named alone, first, in brackets, or behind "used",
 * "with" and the like, and before words about checking the change.
 */
export function answeredTools(
  { key, value: answer }: KeyedLine,
  index: AgentIndex,
): readonly NamedTool[] | undefined {
  const value = answer.replaceAll(COMMENT, "").trim();
  if (value === "" || UNANSWERED.test(value) || isUncertain(value)) return undefined;
  if (isTemplate(value) || isDenial(value, index)) return undefined;
  const clause = firstClause(value);
  const tools = namedTools(clause, index, "lenient");
  if (tools.length === 0) return isAffirmation(value) || AI_USED.test(clause) ? tools : undefined;
  // `AI-assisted` and `LLM-tools-used` say it themselves.
  return /(?:assisted|used)$/.test(key) || isUse(clause, index) ? tools : undefined;
}

const YES = /^(?:yes|true|y)\b[\s,:;.–-]*/i;

function isUse(answer: string, index: AgentIndex): boolean {
  const clause = answer.replace(YES, "");
  const isNamed = (text: string) => namedTools(text, index, "whole").length > 0;
  if (isNamed(clause) || /^\w+ \([^()]*\)$/.test(clause)) return true;
  const [first = ""] = clause.split(/[,(]/, 1);
  if (first !== clause && isNamed(first)) return true;
  const [used = ""] = clause.split(LOOKED_OVER, 1);
  return USED.test(used) && namedTools(used, index, "lenient").length > 0;
}
