import type { AgentIndex } from "./agent-index.ts";
import { findMentions } from "./mentions.ts";
import { firstWordOf, wordsOf } from "./words.ts";

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

/** The mailbox of an agent: `coding-agent@`, `ai-assistant@`. */
const AGENTS_BOX = /^(?:[a-z\d._-]+[._-])?(?:agent|ai-assistant|ai-bot)$/;
/** The same of any domain, where the name says it as well: `acme-agent-server@`. */
const OWN_BOX = /(?:^|[._-])agent(?:[._-]|$)/;
/** Nobody is called so, whatever the address. */
const AI_AGENT = /(?:^|[\s'’-])ai[\s-](?:[a-z]+[\s-])?agent$/;
const ANY_BOX = /(?:agent|ai-assistant|ai-bot)@/;
/** Agents that build and deliver what people write, and what people call themselves. */
const OTHER_AGENTS =
  /(?:^|[\s._-])(?:backup|bamboo|build|buildkite|cd|ci|deploy|deployment|devops|double|estate|free|insurance|jenkins|mail|monitoring|pipelines?|puppet|release|sales|secret|service|special|ssh|support|sync|teamcity|test|travel|update|user)[\s._-]*agent$/;

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
  const mayBeNamed = index.names.has(firstWordOf(name));
  if (!mayBeNamed && !name.includes("agent") && !ANY_BOX.test(email)) return undefined; // nearly everybody
  return reservedTool(email, name, index) ?? selfNamedTool(email, name, index);
}

/**
 * The tool whose name no person bears where name and address both begin with it, `openhands-ai <openhands@…>`: a single
 * word can be a handle. An unnamed agent where both say that they are one's, `Perfloop Agent <agent@perfloop.ai>`, since one
 * of the two could be a person's, or where the name says `AI Agent`.
 */
function selfNamedTool(
  email: string,
  name: string,
  index: AgentIndex,
): { readonly tool: string } | undefined {
  if (MACHINE.test(email)) return undefined;
  const local = localOf(email).replace(/^\d+\+/, ""); // GitHub puts the account's id before its login
  const mayBe = index.names.has(firstWordOf(name)) && wordsOf(name).length > 1;
  const named = mayBe ? distinctTool(name, index) : undefined;
  if (named !== undefined && named === distinctTool(local, index)) return { tool: named };
  const bare = name.replace(/ \([^()]*\)$/, ""); // `Acme Agent (run by Ada)`
  if (!bare.endsWith("agent") || OTHER_AGENTS.test(bare) || OTHER_AGENTS.test(local)) return undefined;
  return AI_AGENT.test(bare) || OWN_BOX.test(local) ? { tool: "unspecified-agent" } : undefined;
}

function reservedTool(email: string, name: string, index: AgentIndex): { readonly tool: string } | undefined {
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
