import type { Agent } from "../domain/attribution/agent.ts";
import { toolName } from "../domain/attribution/agents.ts";
import { code, plain } from "./text.ts";

/** The display names of tools by id. The names of in-house agents come from a config. */
export interface ToolNames {
  /** For places without markup, such as a title. */
  plain(id: string): string;
  /** For Markdown. */
  markdown(id: string): string;
}

const LONGEST = 40;

/** The names of the table's tools, and of in-house agents. */
export function toolNames(inHouse: readonly Agent[] = []): ToolNames {
  const own = new Map(inHouse.map(({ id, name }) => [id, name]));
  const nameOf = (id: string, write: (name: string) => string) => {
    const name = own.get(id);
    return name === undefined ? toolName(id) : write(name);
  };
  return {
    plain: (id) => nameOf(id, (name) => plain(name, LONGEST)),
    markdown: (id) => nameOf(id, code),
  };
}
