import type { Agent, AgentAccount, AgentEmail } from "./agent.ts";
import type { AgentIndex, Found } from "./agent-index.ts";
import type { Identity } from "./commit-text.ts";
import { namedTools } from "./named-tools.ts";
import { isPersonal, isPlaceholder, sandboxTool } from "./placeholder-address.ts";

/** The tool behind an identity. */
export interface IdentifiedTool {
  readonly tool: string;
  readonly model?: string;
  readonly surface?: string;
  /** As a co-author it only suggested the code that a person committed. */
  readonly suggests?: true | undefined;
  /** As an author it is not the tool at work. */
  readonly neverAuthor?: true | undefined;
  /** Unless a line of the message begins so. */
  readonly authorSays?: string | undefined;
}

/** Finds the tool behind the author of a commit. */
export type AuthorIdentifier = (author: Identity) => IdentifiedTool | undefined;

const NOREPLY = "@users.noreply.github.com";
/** An author signs every commit with the name; people do take `codex` for a handle, so one word is not enough there. */
export type Role = "author" | "co-author";

/**
 * Finds the tool behind an author or co-author, by the marks that are hardest to forge: e-mail, GitHub account, then
 * name.
 *
 * A name counts only when no person can bear it, or when there is no mailbox behind it: people are called Claude.
 */
export function identify(identity: Identity, index: AgentIndex, role: Role): IdentifiedTool | undefined {
  const email = identity.email.trim().toLowerCase();
  const name = identity.name.trim().toLowerCase();
  return byEmail(email, name, index) ?? byAccount(email, name, index) ?? byName(email, name, { index, role });
}

/** Finds the account of an agent, by the numeric id first, which outlives a renaming, then by its exact login. */
export function findAccount(
  { id, login, name }: { readonly id?: number | undefined; readonly login: string; readonly name: string },
  index: AgentIndex,
): Found<AgentAccount> | undefined {
  const logins = (index.logins.get(login) ?? []).filter(({ form }) => isSameAccount(form, id, login));
  // An app's login in brackets is exact; its e-mail may carry the id of github-actions.
  const accounts =
    login.endsWith("[bot]") && logins.length > 0 ? logins : (id && index.ids.get(id)) || logins;
  return (
    accounts.find(({ form }) => form.named !== undefined && name.startsWith(form.named)) ??
    accounts.find(isUnnamed)
  );
}

// A person may take a login that an agent's account gave up; an app's, with its brackets, nobody can.
function isSameAccount(form: AgentAccount, id: number | undefined, login: string): boolean {
  return id === undefined || form.id === undefined || form.id === id || login.endsWith("[bot]");
}

function isUnnamed({ form }: Found<AgentAccount>): boolean {
  return form.named === undefined;
}

function byEmail(email: string, name: string, index: AgentIndex): IdentifiedTool | undefined {
  const found = index.emails.get(email) ?? byAddress(email, name, index);
  if (found === undefined) return undefined;
  const [named] = namedTools(name, index);
  // Other harnesses also write `noreply@anthropic.com`; their own name, or a model's, then decides.
  const isOther = found.form.shared === true && named?.isDistinct === true;
  return withDetails(isOther ? named.tool : found.agent.id, {
    surface: found.form.surface,
    model: named?.model,
  });
}

/** Finds the tool of an address pattern in which each user, or each run, has its own address. */
function byAddress(email: string, name: string, index: AgentIndex): Found<AgentEmail> | undefined {
  if (!index.anyAddress.test(email)) return undefined;
  for (const { agent, form } of index.addresses) {
    if (!form.address.test(email)) continue;
    const isNamed = form.isNamed !== true || (!isPersonal(email) && isNamedAfter(agent, name, index));
    if (isNamed) return { agent, form: { address: email } };
  }
  return undefined;
}

function isNamedAfter(agent: Agent, name: string, index: AgentIndex): boolean {
  const [named, ...others] = namedTools(name, index, "whole");
  return named?.tool === agent.id && others.length === 0;
}

function byAccount(email: string, name: string, index: AgentIndex): IdentifiedTool | undefined {
  const account = email.endsWith(NOREPLY) ? noreplyAccount(email.slice(0, -NOREPLY.length)) : undefined;
  const found =
    (account && findAccount({ ...account, name }, index)) ??
    (name.endsWith("[bot]") ? findAccount({ login: name, name }, index) : undefined);
  if (found === undefined) return undefined;
  const { surface, suggests, neverAuthor, authorSays } = found.form;
  return { ...withDetails(found.agent.id, { surface }), suggests, neverAuthor, authorSays };
}

function noreplyAccount(local: string): { id?: number; login: string } {
  const plus = local.indexOf("+");
  const id = Number(local.slice(0, Math.max(plus, 0)));
  return plus > 0 && Number.isSafeInteger(id) ? { id, login: local.slice(plus + 1) } : { login: local };
}

function byName(
  email: string,
  name: string,
  { index, role }: { index: AgentIndex; role: Role },
): IdentifiedTool | undefined {
  const suffix = index.suffixes.find(({ form }) => name.endsWith(form));
  if (suffix !== undefined) return { tool: suffix.agent.id };
  const [named, ...others] = namedTools(name, index, "whole");
  if (named === undefined || named.tool === "unspecified" || others.length > 0)
    return sandboxTool(email, name, index);
  const isCertain =
    (named.isDistinct && (role === "co-author" || name.includes(" "))) ||
    (email === "" && named.kind !== "first-name") ||
    isPlaceholder(email, name);
  if (!isCertain) return sandboxTool(email, name, index);
  return withDetails(taggedTool(email, index) ?? named.tool, { model: named.model });
}

// `GPT-5 <someone+github-copilot@…>`: the name is the model's, the tag of the mailbox says which tool ran it.
function taggedTool(email: string, index: AgentIndex): string | undefined {
  const plus = email.indexOf("+");
  const tag = plus < 0 || email.endsWith(NOREPLY) ? "" : email.slice(plus + 1, email.indexOf("@", plus));
  return namedTools(tag, index, "whole").find(({ isDistinct }) => isDistinct)?.tool;
}

function withDetails(
  tool: Agent["id"],
  { surface, model }: { surface?: string | undefined; model?: string | undefined },
): IdentifiedTool {
  return { tool, ...(surface !== undefined && { surface }), ...(model !== undefined && { model }) };
}
