import { attributeAccount } from "../domain/attribution/attribution.ts";
import type { AccountAttribution } from "../domain/attribution/change-attribution.ts";
import type { Account } from "../github/account.ts";
import type { PullRequestFacts, ReviewFacts } from "../github/facts.ts";
import type { Labelling } from "../github/labellings.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { personOf } from "./people.ts";
import type { Settings } from "./settings.ts";

/** A repository, and what it says about how it is measured. */
export interface Found {
  readonly repository: Repository;
  readonly settings: Settings;
}

type PullRequestStores = Pick<Stores, "changes" | "reviews" | "installations">;
type RecordingStores = PullRequestStores & Pick<Stores, "labels">;

/** Records what GitHub says of a pull request, and of people only their keyed hashes. */
export async function recordPullRequest(
  stores: RecordingStores,
  facts: PullRequestFacts,
  found: Found,
): Promise<void> {
  const { mergedBy, enabledBy, assignedAtOpening: _, isRobots, labellings, ...pullRequest } = facts;
  const account = accountOf(facts, found);
  // Under whose token a robot works says nothing of who is accountable.
  const author = isRobots && account.attribution === "automation" ? undefined : facts.author;
  await stores.changes.save({
    ...pullRequest,
    repositoryId: found.repository.id,
    account,
    author: await person(stores, author, found),
    merger: await person(stores, mergedBy, found),
  });
  for (const labelling of labellings)
    await recordLabel(stores, { ...labelling, number: facts.number }, found);
  await recordAskers(stores, facts, found);
  if (enabledBy !== undefined)
    await recordEnabler(stores, { ...facts, enabledBy, at: facts.updatedAt }, found);
}

const NOBODY: AccountAttribution = { attribution: "undeclared", tools: [] };
const ROBOT: AccountAttribution = { attribution: "automation", tools: [] };

/** What an author says by being a known agent or robot, or by working for a robot. */
function accountOf(
  { author, isRobots }: Pick<PullRequestFacts, "author" | "isRobots">,
  { settings }: Found,
): AccountAttribution {
  const said = author === undefined ? NOBODY : attributeAccount(author, settings.current);
  return isRobots && said.attribution === "undeclared" ? ROBOT : said;
}

/** Records that a label of a tool was set or taken away, and whether by the tool itself. */
export async function recordLabel(
  { labels }: Pick<Stores, "labels">,
  { number, tool, isSet, by, at }: Labelling & { readonly number: number },
  { repository, settings }: Found,
): Promise<void> {
  const isOwn = by !== undefined && attributeAccount(by, settings.current).tools.includes(tool);
  await labels.save({ repositoryId: repository.id, number, tool, isSet, isOwn, at });
}

/** Records who asked for a pull request: whoever was assigned when an agent opened it. */
export async function recordAskers(
  stores: PullRequestStores,
  { number, author, assignedAtOpening }: Pick<PullRequestFacts, "number" | "author" | "assignedAtOpening">,
  found: Found,
): Promise<void> {
  if (assignedAtOpening.length === 0 || !(await isAgents(stores, author, found))) return;
  for (const assignee of assignedAtOpening) {
    const by = await person(stores, assignee, found);
    const key = { repositoryId: found.repository.id, id: `#${number}` };
    if (by !== undefined) await stores.changes.saveAsker(key, by);
  }
}

/** Whether an account is neither a person's nor a robot's. Nobody asks a robot: whom it assigns is what its config says. */
export async function isAgents(
  stores: PullRequestStores,
  account: Account | undefined,
  found: Found,
): Promise<boolean> {
  // A mannequin stands for a person whose work was moved here from elsewhere.
  if (account === undefined || account.type === "Mannequin") return false;
  const { attribution } = attributeAccount(account, found.settings.current);
  return attribution !== "automation" && (await person(stores, account, found)) === undefined;
}

/** Records who enqueued a pull request or enabled its automatic merge, if a person. */
export async function recordEnabler(
  stores: PullRequestStores,
  { number, enabledBy, at }: { readonly number: number; readonly enabledBy: Account; readonly at: Date },
  found: Found,
): Promise<void> {
  const by = await person(stores, enabledBy, found);
  const key = { repositoryId: found.repository.id, id: `#${number}` };
  if (by !== undefined) await stores.changes.saveEnabler(key, { by, at });
}

/** Records what a review says, if a person's. */
export async function recordReview(
  stores: PullRequestStores,
  { number, reviewer: account, isApproval, at }: ReviewFacts,
  found: Found,
): Promise<void> {
  const reviewer = await person(stores, account, found);
  if (reviewer === undefined) return;
  await stores.reviews.save({ repositoryId: found.repository.id, number, reviewer, isApproval, at });
}

function person(
  stores: PullRequestStores,
  account: Account | undefined,
  { repository, settings }: Found,
): Promise<string | undefined> {
  return personOf(stores, repository, { account, rules: settings.current });
}
