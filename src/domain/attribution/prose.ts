import type { AgentIndex } from "./agent-index.ts";
import { type NamedTool, namedTools } from "./named-tools.ts";
import { BEGINNINGS } from "./sentence-beginnings.ts";
import { isTemplate } from "./value-words.ts";

const LONGEST = 200;

/** `Written by an agent (Claude Code, claude-opus-4-8).`: the sentence that pnpm asks for. */
const BY_AGENT = /^written by an? (?:ai )?agent \(([^()]+)\)\.?$/;
/** `Written by Cameron ◯ Letta Code`: the person who gave the task, and the tool. */
const BY_BOTH = /^written by [^◯]{1,60}◯ (.+)$/;
/** `_codex-gpt-5.5 on behalf of Ada Example_`: the tool, and the person who gave the task. */
const ON_BEHALF = /^(\S{3,60}) on behalf of \p{L}/u;

/** The beginnings of a sentence about the change itself: `This PR was mostly …`. */
const SUBJECT =
  /^this (?:pr|pull request|change|commit|patch|branch|diff) (?:is|was|has been) (?:(?:fully|mostly|partly|partially|primarily|largely|entirely|completely) )?/;
const MADE =
  /^((?:co-?)?authored|written|generated|made|built|created|implemented|developed|drafted|produced|prepared|vibe[- ]coded|coded|assisted)[- ](?:(?:mostly|primarily|largely|entirely) )?(with|using|by) /;
/** The words that may stand before the tool: `with the assistance of Claude`. */
const HELP = /^(?:the )?(?:ai )?(?:help|assistance|support) (?:of|from|by|using|with) /;
const MADE_BY_AI = /^ai[- ](?:generated|assisted|authored|written|created)(?:[.,;:]|$)/;
/** After these verbs comes a tool; after "written by" may come a person. */
const TOOLS_VERBS = new Set(["assisted", "generated"]);
/** The verbs that are also said of a product: `Built with Go`, `Created with Continue`. */
const PRODUCTS_VERBS = new Set(
  "made built created implemented developed drafted produced prepared".split(" "),
);
/** `Claude (Anthropic)` is nobody's name. */
const VENDOR = /\((?:an? )?(?:ai|anthropic|openai|google)\b/;

/** Tools that one word means in such a sentence; the words of others are also a person's name, or another thing's. */
const SAID_ALONE = new Set(["aider", "codex", "cursor", "github-copilot", "opencode", "windsurf"]);
const LINK = /\[([^\][]*)\]\([^()\s]*\)/g;
const NONE: readonly SaidTool[] = [];
const BRACKETS = / \(.*\)$/;
const EMPHASIS = new Set(["*", "_"]);

/** A tool in a sentence. */
interface SaidTool {
  readonly tool: string;
  readonly model?: string;
}

/** Finds the tools and models in a sentence that a project asks for as a disclosure, or that replaces a trailer. */
export function proseTools(text: string, index: AgentIndex): readonly SaidTool[] {
  if (text.length > LONGEST || text.includes("?")) return NONE;
  const isEmphasized = EMPHASIS.has(text[0] ?? "");
  const plain = isEmphasized ? text.replaceAll(/^[*_]+|[*_]+$/g, "") : text;
  const signed = isEmphasized ? signingTool(plain, index) : undefined;
  if (signed !== undefined) return [said(signed)];
  if (!BEGINNINGS.has(plain.slice(0, 4).toLowerCase())) return NONE;
  const line = plain.toLowerCase().replaceAll(LINK, "$1");
  return aboutChange(line, index) ?? bareTools(line, index) ?? writingTool(line, index) ?? NONE;
}

function signingTool(plain: string, index: AgentIndex): NamedTool | undefined {
  const signature = ON_BEHALF.exec(plain)?.[1];
  return signature === undefined ? undefined : onlyTool(signature.toLowerCase(), index);
}

/** `This PR was authored with Claude Code, reviewed by hand.`: behind the first clause anything may follow. */
function aboutChange(line: string, index: AgentIndex): readonly SaidTool[] | undefined {
  const subject = SUBJECT.exec(line)?.[0];
  if (subject === undefined) return undefined;
  const rest = line.slice(subject.length);
  if (MADE_BY_AI.test(rest)) return [{ tool: "unspecified" }];
  const [sentence = ""] = rest.split(/;|\.(?:\s|$)|: /, 1);
  const [clause = ""] = sentence.split(",", 1);
  const of = { index, isSentence: true };
  return madeWith(sentence, of) ?? madeWith(clause, of);
}

/** A trailer without its colon, alone on its line: `Assisted by Cursor`, `Co-authored with Claude Opus 4.7`. */
function bareTools(line: string, index: AgentIndex): readonly SaidTool[] | undefined {
  return line.includes(":") ? undefined : madeWith(line.replace(/\.$/, ""), { index, isSentence: false });
}

function madeWith(
  clause: string,
  { index, isSentence }: { readonly index: AgentIndex; readonly isSentence: boolean },
): readonly SaidTool[] | undefined {
  const [made, verb, by] = MADE.exec(clause) ?? [];
  if (made === undefined || verb === undefined) return undefined;
  const whole = clause.slice(made.length);
  const help = HELP.exec(whole)?.[0] ?? "";
  const value = whole.slice(help.length);
  if (isTemplate(value) || / sdk\b/.test(value)) return undefined; // a product is made with a kit
  const isProducts = !isSentence && help === "" && PRODUCTS_VERBS.has(verb);
  const isTools = by !== "by" || help !== "" || TOOLS_VERBS.has(verb) || VENDOR.test(value);
  const isAlone = !value.replace(BRACKETS, "").includes(" "); // "the cursor of the editor" is none
  const tools = namedTools(value, index, "whole");
  const isCertain = (named: NamedTool) => {
    if (named.isDistinct || named.model !== undefined) return true;
    if (named.tool === "unspecified") return !isProducts;
    if (named.kind === "model") return isTools && (!isProducts || value.startsWith("claude"));
    return isTools && !isProducts && SAID_ALONE.has(named.tool) && (isAlone || tools.length > 1);
  };
  return tools.length > 0 && tools.every(isCertain) ? tools.map(said) : undefined;
}

function onlyTool(value: string, index: AgentIndex): NamedTool | undefined {
  const [named, ...others] = namedTools(value, index, "whole");
  return others.length === 0 ? named : undefined;
}

function writingTool(line: string, index: AgentIndex): readonly SaidTool[] | undefined {
  if (!line.startsWith("written by ")) return undefined;
  const value = (BY_AGENT.exec(line) ?? BY_BOTH.exec(line))?.[1];
  if (value === undefined || isTemplate(value)) return undefined;
  const [named] = namedTools(value, index, "lenient");
  return named === undefined ? undefined : [said(named)];
}

function said({ tool, model }: NamedTool): SaidTool {
  return { tool, ...(model !== undefined && { model }) };
}
