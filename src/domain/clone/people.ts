import type { Agent } from "../attribution/agent.ts";
import { agentIndex } from "../attribution/agent-index.ts";
import { findAutomation } from "../attribution/automation.ts";
import type { Identity } from "../attribution/commit-text.ts";
import { identify } from "../attribution/identify.ts";
import { isTeam } from "../attribution/robot-names.ts";
import { copyText } from "./copy-text.ts";

/** The address with which GitHub commits on its web pages. */
const WEB_FLOW = "noreply@github.com";
const NOREPLY = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/;

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

/** The keys of people by their addresses and full names. They stay in memory, and nothing shows or writes them. */
export type People = ReadonlyMap<string, string>;

/**
 * Tells people from one another, and from agents, robots, teams, GitHub itself, and the accounts in `bots`.
 *
 * A clone knows few logins, so an entry of `bots` matches a login, a name, or the part of an address before the @.
 *
 * An e-mail address stands for a person. Two addresses with the same full name are one person: a clone knows no
 * accounts. `keys` grows by the people found.
 */
export function createPersonReader(
  { agents, bots }: PersonRules,
  keys = new Map<string, string>(),
): PersonReader {
  const index = agentIndex(agents);
  const listed = new Set(bots.map((bot) => bot.toLowerCase()));
  const isPerson = (identity: Identity, email: string, subject: string) => {
    const login = NOREPLY.exec(email)?.[1] ?? email.split("@", 1)[0] ?? "";
    if (email === WEB_FLOW || listed.has(login) || listed.has(identity.name.trim().toLowerCase()))
      return false;
    if (isTeam(identity)) return false;
    const agent = identify(identity, index, "author");
    return (
      (agent === undefined || agent.neverAuthor === true) &&
      findAutomation({ author: identity, message: subject }, subject) === undefined
    );
  };
  return (identity, subject) => {
    const email = identity.email.trim().toLowerCase();
    if (!isPerson(identity, email, subject)) return undefined;
    const name = fullName(identity.name);
    const known = keys.get(email) ?? (name === undefined ? undefined : keys.get(name));
    const key = known ?? copyText(email);
    for (const alias of [email, name])
      if (alias !== undefined && !keys.has(alias)) keys.set(copyText(alias), key);
    return key;
  };
}

/** A name of two or more words: many people share a single word. */
function fullName(name: string): string | undefined {
  const words = name.trim().toLowerCase().split(/\s+/);
  return words.length > 1 ? words.join(" ") : undefined;
}
