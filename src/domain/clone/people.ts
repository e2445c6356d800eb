import type { Agent } from "../attribution/agent.ts";
import { agentIndex } from "../attribution/agent-index.ts";
import { findAutomation } from "../attribution/automation.ts";
import type { Identity } from "../attribution/commit-text.ts";
import { identify } from "../attribution/identify.ts";
import { isTeam } from "../attribution/robot-names.ts";
import { copyText } from "../copy-text.ts";
import { createMemory } from "../memory.ts";

/** The address with which GitHub commits on its web pages. */
const WEB_FLOW = "noreply@github.com";
const NOREPLY = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/;
/** Addresses that programs write where they know none. */
const NOBODYS = /^(?:none|nobody|unknown|null)?(?:@|$)|@(?:none|\(none\)|localhost(?:\.localdomain)?)$/;

/** Whether GitHub itself committed, as it does for a squash and for an edit in the browser. */
export function isGitHub({ email }: Identity): boolean {
  return email.trim().toLowerCase() === WEB_FLOW;
}

/** The agents, and the accounts that are not people. */
interface PersonRules {
  readonly agents: readonly Agent[];
  readonly bots: readonly string[];
}

/** Finds the key of a commit's identity: equal for the same person, and never shown to anybody. */
export type PersonReader = (identity: Identity, subject: string) => string | undefined;

/**
 * The addresses and names of people, each linked to another one of the same person or to itself; see `keyIn`.
 *
 * They stay in memory, and nothing shows or writes them.
 */
export type People = ReadonlyMap<string, string>;

/** Finds the key of a person: the address or name at the end of its links. */
export function keyIn(people: People, name: string): string {
  let key = name;
  for (let next = people.get(key); next !== undefined && next !== key; next = people.get(key)) key = next;
  return key;
}

/** The most identities to remember. */
const MOST_REMEMBERED = 10_000;

/**
 * Tells people from one another, and from agents, robots, teams, GitHub itself, and the accounts in `bots`.
 *
 * A clone knows few logins, so an entry of `bots` matches a login, a name, or the part of an address before the @.
 *
 * An e-mail address stands for a person, or the name where the address names nobody. Two addresses with the same full
 * name are one person: a clone knows no accounts. `people` grows by the people found. A later commit can show that two
 * keys are of one person: `keyIn` then gives their common key.
 */
export function createPersonReader(
  { agents, bots }: PersonRules,
  people = new Map<string, string>(),
): PersonReader {
  const index = agentIndex(agents);
  const listed = new Set(bots.map((bot) => bot.toLowerCase()));
  const mayBePerson = (identity: Identity, email: string) => {
    const login = NOREPLY.exec(email)?.[1] ?? email.split("@", 1)[0] ?? "";
    if (email === WEB_FLOW || listed.has(login) || listed.has(identity.name.trim().toLowerCase()))
      return false;
    if (isTeam(identity)) return false;
    const agent = identify(identity, index, "author");
    return agent === undefined || agent.neverAuthor === true;
  };
  const namesOf = (identity: Identity) => {
    const email = identity.email.trim().toLowerCase();
    return mayBePerson(identity, email) ? aliasesOf(identity, email).map(copyText) : [];
  };
  // To tell an identity from agents costs more than the rest.
  const recall = createMemory<readonly string[]>(MOST_REMEMBERED);
  return (identity, subject) => {
    const aliases = recall(`${identity.email}\n${identity.name}`, () => namesOf(identity));
    if (aliases.length === 0) return undefined;
    if (findAutomation({ author: identity, message: subject }, subject) !== undefined) return undefined;
    const keys = [...new Set(aliases.map((alias) => keyIn(people, alias)))];
    const key = keys.find((each) => people.has(each)) ?? keys[0];
    if (key !== undefined) for (const each of keys) people.set(each, key);
    return key;
  };
}

/** The address and the full name of a person; the name alone where the address names nobody. */
function aliasesOf({ name }: Identity, email: string): string[] {
  const words = name.trim().toLowerCase().split(/\s+/);
  const spoken = words.join(" ");
  if (NOBODYS.test(email)) return spoken === "" ? [] : [spoken];
  // Many people share a single word.
  return words.length > 1 ? [email, spoken] : [email];
}
