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
const MACHINE =
  /@(?:[^.@]+|.+\.(?:local|localdomain|lan|home|home\.arpa|internal|intranet|corp|box|\(none\))|\d+(?:\.\d+){3})$/;
/** Mailboxes of people, whatever names they use. */
const PEOPLES_MAIL =
  /@(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|proton|protonmail|pm|qq|163|126|foxmail|gmx|web|orange|free|wanadoo|mail|yandex)\.[a-z.]+$/;
/** The same with `.example`, which also stands for a person's domain in documents. */
const RESERVED_FOR_AGENTS = /@(?:[a-z\d.-]+\.example|example)$/;

/** The mailbox of an agent: `coding-agent@`, `ai-assistant@`. */
const AGENTS_BOX = /^(?:[a-z\d._-]+[._-])?(?:agent|ai-assistant|ai-bot)$/;
/** A name that no person has, with any address. */
const AI_AGENT = /(?:^|[\s'’-])ai[\s-](?:[a-z]+[\s-])?agent$/;
const ANY_BOX = /(?:agent|ai-assistant|ai-bot)@/;
/** Agents that build, deliver and watch code, and names that people give themselves: `Build Agent`, `secret-agent`. */
const OTHERS = (
  "azure backup bamboo build buildkite cd chef ci circleci codefresh concourse crowdin datadog " +
  "deploy deployment devops double drone elastic estate flux free gitlab gocd harness infra " +
  "insurance jenkins kubernetes mail monitoring nagios nomad octopus pipeline pipelines puppet " +
  "rancher release sales secret semaphore service special spinnaker ssh support sync teamcity " +
  "tekton terraform test travel update user vsts wazuh weblate zabbix"
).split(" ");
const OTHER_AGENTS = new RegExp(`(?:^|[\\s._/-])(?:${OTHERS.join("|")})[\\s._-]*agent$`);

/** Whether an impossible address begins with the name beside it: `Devin <devin@example.com>`. */
export function isPlaceholder(email: string, name: string): boolean {
  return RESERVED.test(email) && name.split(" ")[0] === localOf(email);
}

/** Finds the tool of an unconfigured sandbox: its own name begins the display name and the address, or it has none. */
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
 * Finds the tool behind a name and an address that both begin with its distinct name, `openhands-ai <openhands@…>`: a
 * single word can be a handle. It is an unnamed agent if the name says `AI Agent`, or if the domain has the agent's
 * name. People are called Agent, too, and have addresses of their names.
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
  if (!bare.endsWith("agent") || OTHER_AGENTS.test(bare)) return undefined;
  return AI_AGENT.test(bare) || isOfItsDomain(bare, email) ? { tool: "unspecified-agent" } : undefined;
}

/** `Perfloop Agent <agent@perfloop.ai>`: whose domain bears the agent's name. */
function isOfItsDomain(name: string, email: string): boolean {
  const [local, domain = ""] = email.split("@");
  const own = name.slice(0, -"agent".length).replaceAll(/[^\p{L}\d]/gu, "");
  return local === "agent" && own !== "" && domain.split(".")[0]?.replaceAll("-", "") === own;
}

/** Whether an address is of a machine or of a public mail provider, where a name shows a person. */
export function isPersonal(email: string): boolean {
  return MACHINE.test(email) || PEOPLES_MAIL.test(email);
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

/** Finds the tool whose distinct name begins a text. */
function distinctTool(text: string, index: AgentIndex): string | undefined {
  const [first] = findMentions(wordsOf(text), index);
  return first?.from === 0 && first.isDistinct ? first.tool : undefined;
}

function localOf(email: string): string {
  return email.slice(0, Math.max(0, email.indexOf("@")));
}
