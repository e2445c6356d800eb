import type { Account } from "./facts.ts";
import type { GitHubClient } from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";

/** Finds the numeric id of a login; `undefined` when there is no such account. */
export async function fetchAccountId(octokit: GitHubClient, login: string): Promise<number | undefined> {
  const found = await octokit.rest.users
    .getByUsername({ username: login })
    .catch(undefinedWhenUnknown(NO_EVENT));
  return found?.data.id;
}

/** Reads an account as REST names it; only logins of bots are kept. `undefined` when it was deleted. */
export function toRestAccount(
  account: { readonly id: number; readonly login: string; readonly type: string } | null | undefined,
): Account | undefined {
  if (account == null) return undefined;
  const { id, type, login } = account;
  return { id, type, login: type === "Bot" ? login : "" };
}
