import { AGENTS } from "./agents.ts";

/** A label of a tool on a pull request. */
export interface ToolLabel {
  readonly tool: string; // id of a row in AGENTS
  /** Whether the tool's own account set it: then it declares. Set by anybody else it is a hint. */
  readonly isOwn: boolean;
}

const LABELS = new Map(AGENTS.flatMap(({ id, labels = [] }) => labels.map((label) => [label, id])));

/** Finds the tool that a label names; `undefined` for all others. */
export function toolOfLabel(name: string): string | undefined {
  return LABELS.get(name.trim().toLowerCase());
}
