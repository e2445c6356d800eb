import { attributeAccount } from "../domain/attribution/attribution.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { Creator } from "../domain/shipping/creator.ts";
import type { Account } from "../github/account.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** The account `web-flow`, which is the committer of changes made on GitHub's pages. */
const WEB_FLOW = 19_864_447;

/**
 * The keyed hash of an account if it is a person's; `undefined` for apps, agents, robots, and accounts that the config
 * lists as not people.
 */
export async function personOf(
  { installations }: Pick<Stores, "installations">,
  { installationId }: Repository,
  {
    account,
    rules,
  }: { readonly account: Account | undefined; readonly rules: Pick<StoredRules, "agents" | "bots"> },
): Promise<string | undefined> {
  if (account === undefined || account.type !== "User" || account.id === WEB_FLOW) return undefined;
  if (attributeAccount(account, rules).attribution !== "undeclared") return undefined;
  const hash = await installations.computePseudonym(installationId, account.id);
  return rules.bots.includes(hash) ? undefined : hash;
}

/** The stored creator of a deployment. */
export async function creatorOf(
  { installations }: Pick<Stores, "installations">,
  { installationId }: Repository,
  account: Account | undefined,
): Promise<Creator | undefined> {
  if (account === undefined) return undefined;
  const id = await installations.computePseudonym(installationId, account.id);
  return { id, kind: account.type === "User" ? "person" : "app" };
}
