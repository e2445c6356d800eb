import type { Agent } from "../attribution/agent.ts";
import { agentIndex } from "../attribution/agent-index.ts";
import { findAutomation } from "../attribution/automation.ts";
import type { Identity } from "../attribution/commit-text.ts";
import { identify } from "../attribution/identify.ts";
import { isTeam } from "../attribution/robot-names.ts";
import { ownText } from "./own-text.ts";

/** GitHub's own name on what is done on its pages. */
const WEB_FLOW = "noreply@github.com";
const NOREPLY = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/;

/** Whether GitHub itself committed, as it does for a squash and for an edit in the browser. */
export function isGitHub({ email }: Identity): boolean {
  return email.trim().toLowerCase() === WEB_FLOW;
}

/** Who a commit's identity is: a key that is equal for the same person, and never shown to anybody. */
export type PersonReader = (identity: Identity, subject: string) => string | undefined;

/**
 * Tells people from one another, and from what is no person: agents, robots, teams, GitHub itself, and those of `bots`.
 *
 * A clone knows few logins, so `bots` names who bears one of its words as a login, as a name, or before the @ of an address.
 *
 * A person is known by an e-mail address, and one with two by a full name that is the same: a clone knows no accounts.
 */
export function createPersonReader({
  agents,
  bots,
}: {
  readonly agents: readonly Agent[];
  readonly bots: readonly string[];
}): PersonReader {
  const keys = new Map<string, string>();
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
    const key = known ?? ownText(email);
    for (const alias of [email, name])
      if (alias !== undefined && !keys.has(alias)) keys.set(ownText(alias), key);
    return key;
  };
}

/** A name of two words and more: one word may be anybody's. */
function fullName(name: string): string | undefined {
  const words = name.trim().toLowerCase().split(/\s+/);
  return words.length > 1 ? words.join(" ") : undefined;
}
