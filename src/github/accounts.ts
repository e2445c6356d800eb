import type { Account } from "./account.ts";
import type { GitHubClient } from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";
import { knownWord } from "./words.ts";

/** Fetches the numeric id of a login; `undefined` when there is no such account. */
export async function fetchAccountId(octokit: GitHubClient, login: string): Promise<number | undefined> {
  const asked = octokit.rest.users.getByUsername({ username: login });
  return (await asked.catch(undefinedWhenUnknown(NO_EVENT)))?.data.id;
}

/** An account in a response of REST, or in a payload. */
export interface RestAccount {
  readonly id: number;
  readonly login?: string | null | undefined;
  readonly type?: string | null | undefined;
}

/** Reads an account of REST, and keeps a login only if it is a bot's. `undefined` when the account was deleted. */
export function toRestAccount(account: RestAccount | null | undefined): Account | undefined {
  return account == null ? undefined : toStoredAccount(account);
}

/** Only users are ever counted; every other type is known to be no person. */
const TYPES = ["User", "Bot", "Organization", "Mannequin", "EnterpriseUserAccount"] as const;

/** The type of an account in GitHub's words; a new type is logged, and is no person. */
export function knownAccountType(type: string): string {
  return knownWord("account.type", TYPES, type) ?? type;
}

/**
 * Reduces an account to the fields that are stored: a person's login would identify them, so only a bot's is kept.
 *
 * GitHub may leave out the type. Only the login of an app ends in `[bot]`; nobody else's can hold a bracket.
 */
export function toStoredAccount({ id, login, type }: RestAccount): Account {
  const kind = knownAccountType(type ?? (login?.endsWith("[bot]") ? "Bot" : "User"));
  return { id, type: kind, login: kind === "Bot" ? (login ?? "") : "" };
}
