import type { AgentIndex } from "./agent-index.ts";
import { type NamedTool, namedTools } from "./named-tools.ts";
import { isTemplate } from "./value-words.ts";

const LONGEST = 200;

/** `Written by an agent (Claude Code, claude-opus-4-8).`: what pnpm asks for. */
const BY_AGENT = /^written by an? (?:ai )?agent \(([^()]+)\)\.?$/;
/** `Written by Cameron ◯ Letta Code`: who told the tool, and the tool. */
const BY_BOTH = /^written by [^◯]{1,60}◯ (.+)$/;

/** A trailer without its colon, alone on its line: `Assisted by Cursor`, `Co-authored with Claude Opus 4.7`. */
const BARE =
  /^(assisted by|generated (?:by|with)|co-?authored with|written (?:by|with)) ([^:;()]{2,60}?)\.?$/;
const EMPHASIS = new Set(["*", "_"]);
/** How such a line begins; nearly none does. */
const BEGINNINGS = new Set(["writ", "assi", "gene", "co-a", "coau"]);

/** What a sentence says. */
export interface SaidTool {
  readonly tool: string;
  readonly model?: string;
}

/** The tool, and its model, of a sentence by which a project asks to disclose it, or that stands for a trailer. */
export function proseTool(text: string, index: AgentIndex): SaidTool | undefined {
  if (text.length > LONGEST) return undefined;
  const plain = EMPHASIS.has(text[0] ?? "") ? text.replaceAll(/^[*_]+|[*_]+$/g, "") : text;
  if (!BEGINNINGS.has(plain.slice(0, 4).toLowerCase())) return undefined;
  const line = plain.toLowerCase();
  return bareTool(line, index) ?? writingTool(line, index);
}

function bareTool(line: string, index: AgentIndex): SaidTool | undefined {
  const [, verb, value] = BARE.exec(line) ?? [];
  if (verb === undefined || value === undefined) return undefined;
  const [named, ...others] = namedTools(value, index, "whole");
  if (named === undefined || others.length > 0 || named.tool === "unspecified") return undefined;
  const isName = named.kind === "model" || (named.kind === "word" && !value.includes(" "));
  const isCertain = named.isDistinct || (isName && !verb.startsWith("written"));
  return isCertain ? said(named) : undefined;
}

function writingTool(line: string, index: AgentIndex): SaidTool | undefined {
  if (!line.startsWith("written by ")) return undefined;
  const value = (BY_AGENT.exec(line) ?? BY_BOTH.exec(line))?.[1];
  if (value === undefined || isTemplate(value)) return undefined;
  const [named] = namedTools(value, index, "lenient");
  if (named === undefined) return undefined;
  return said(named);
}

function said({ tool, model }: NamedTool): SaidTool {
  return { tool, ...(model !== undefined && { model }) };
}
