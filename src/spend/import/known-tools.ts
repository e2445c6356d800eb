import { AGENTS } from "../../domain/attribution/agents.ts";
import { OTHER_TOOL } from "../../domain/spend/fact.ts";

const BY_NAME = new Map(AGENTS.map(({ id, name }) => [name.toLowerCase(), id]));
const IDS = [...AGENTS.map(({ id }) => id), OTHER_TOOL];
const KNOWN = new Set(IDS);

/** The ids of all tools: those of attribution, one for all others, and those of the organization itself. */
export function toolIds(ownTools: readonly string[]): readonly string[] {
  return [...IDS, ...ownTools];
}

/** The id of a tool that is written as its id or its name; `undefined` for an unknown one. */
export function findTool(text: string, ownTools: readonly string[]): string | undefined {
  const name = text.trim().toLowerCase();
  return KNOWN.has(name) || ownTools.includes(name) ? name : BY_NAME.get(name);
}
