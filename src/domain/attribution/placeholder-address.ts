import type { AgentIndex } from "./agent-index.ts";
import { findMentions } from "./mentions.ts";
import { wordsOf } from "./words.ts";

/**
 * Domains where nobody receives mail: RFC 2606, and `local` as tools write it. Only a tool writes such an address.
 *
 * `laptop.local` and `localhost` are none of them: git makes a person's address of the name of the machine.
 */
const RESERVED = /@(?:(?:[a-z\d-]+\.)*example\.(?:com|org|net)|[a-z\d.-]+\.(?:invalid|test)|local)$/;
/** A machine's own name. A tool that no person is called counts there all the same: `openclaw@localhost`. */
const MACHINE = /@(?:localhost|[a-z\d.-]+\.(?:local|localdomain|lan))$/;
/** The same with `.example`, which also stands for a person's domain in documents. */
const RESERVED_FOR_AGENTS = /@(?:[a-z\d.-]+\.example|example)$/;

/** `coding-agent@`, `ai-assistant@`. */
const AGENTS_BOX = /^(?:[a-z\d._-]+[._-])?(?:agent|ai-assistant|ai-bot)$/;
/** Agents that build and deliver what people write. */
const OTHER_AGENTS =
  /^(?:build|ci|cd|deploy|deployment|release|test|user|travel|real-estate|insurance|sales)[._-]/;

/** Whether an address that nobody can have begins with the name beside it: `Devin <devin@example.com>`. */
export function isPlaceholder(email: string, name: string): boolean {
  return RESERVED.test(email) && name.split(" ")[0] === localOf(email);
}

/** The tool of a sandbox without configuration: its own name begins the display name and the address, or it is unnamed. */
export function sandboxTool(
  email: string,
  name: string,
  index: AgentIndex,
): { readonly tool: string } | undefined {
  const isNobodys = RESERVED.test(email);
  const isMachines = !isNobodys && MACHINE.test(email);
  if (!isNobodys && !isMachines && !RESERVED_FOR_AGENTS.test(email)) return undefined;
  const local = localOf(email);
  const named = isNobodys || isMachines ? distinctTool(name, index) : undefined;
  if (named !== undefined && named === distinctTool(local, index)) return { tool: named };
  if (isMachines) return undefined;
  return AGENTS_BOX.test(local) && !OTHER_AGENTS.test(local) ? { tool: "unspecified-agent" } : undefined;
}

/** The tool whose name no person bears, and with which a text begins. */
function distinctTool(text: string, index: AgentIndex): string | undefined {
  const [first] = findMentions(wordsOf(text), index);
  return first?.from === 0 && first.isDistinct ? first.tool : undefined;
}

function localOf(email: string): string {
  return email.slice(0, Math.max(0, email.indexOf("@")));
}
