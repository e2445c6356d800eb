import type { Agent } from "./agent.ts";
import { ASSISTANTS } from "./agents-assistants.ts";
import { REVIEWERS } from "./agents-reviewers.ts";
import { TOOLS } from "./agents-tools.ts";

export type { Agent } from "./agent.ts";

/** The day the table was last changed; stored with every attribution. */
export const AGENTS_VERSION = "2026-11-29";

/** Every AI tool whose commits are recognized: one row a tool. */
export const AGENTS: readonly Agent[] = [...ASSISTANTS, ...TOOLS, ...REVIEWERS];

const NAMES = new Map(AGENTS.map(({ id, name }) => [id, name]));

/** The display name of a tool; the id itself when the table has no such row. */
export function toolName(id: string): string {
  return NAMES.get(id) ?? id;
}
