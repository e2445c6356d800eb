import type { Account } from "./account.ts";
import type { GitHubClient } from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";
import { knownWord } from "./words.ts";

/** Finds the numeric id of a login; `undefined` when there is no such account. */
export async function fetchAccountId(octokit: GitHubClient, login: string): Promise<number | undefined> {
  const asked = octokit.rest.users.getByUsername({ username: login });
  return (await asked.catch(undefinedWhenUnknown(NO_EVENT)))?.data.id;
}

/** An account as REST and payloads tell it. */
export interface ToldAccount {
  readonly id: number;
  readonly login?: string | null | undefined;
  readonly type?: string | null | undefined;
}

/** Reads an account as REST names it; only logins of bots are kept. `undefined` when it was deleted. */
export function toRestAccount(account: ToldAccount | null | undefined): Account | undefined {
  return account == null ? undefined : keptOf(account);
}

/** Only people are ever counted; of the other types it is only known that they are none. */
const TYPES = ["User", "Bot", "Organization", "Mannequin", "EnterpriseUserAccount"] as const;

/** The type of an account as GitHub names it; what is new is told of, and is no person. */
export function typeOf(type: string): string {
  return knownWord("account.type", TYPES, type) ?? type;
}

/**
 * Keeps of an account what is read of it: its login says who somebody is, so only those of bots are kept.
 *
 * GitHub need not tell the type. Only the login of an app ends in `[bot]`; nobody else's can hold a bracket.
 */
export function keptOf({ id, login, type }: ToldAccount): Account {
  const kind = typeOf(type ?? (login?.endsWith("[bot]") ? "Bot" : "User"));
  return { id, type: kind, login: kind === "Bot" ? (login ?? "") : "" };
}
