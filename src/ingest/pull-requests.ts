import { attributeAccount } from "../domain/attribution/attribution.ts";
import type { AccountAttribution } from "../domain/attribution/change-attribution.ts";
import type { Account } from "../github/account.ts";
import type { PullRequestFacts, ReviewFacts } from "../github/facts.ts";
import type { Labelling } from "../github/labellings.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { personOf } from "./people.ts";
import type { Settings } from "./settings.ts";

/** A repository, and its settings. */
export interface Found {
  readonly repository: Repository;
  readonly settings: Settings;
}

type PullRequestStores = Pick<Stores, "changes" | "reviews" | "installations">;
type RecordingStores = PullRequestStores & Pick<Stores, "labels">;

/** Records GitHub's facts about a pull request. People are stored as keyed hashes only. */
export async function recordPullRequest(
  stores: RecordingStores,
  facts: PullRequestFacts,
  found: Found,
): Promise<void> {
  const { mergedBy, enabledBy, assignedAtOpening: _, isRobots, labellings, ...pullRequest } = facts;
  const account = accountOf(facts, found);
  // The owner of the token of a robot is not accountable for its work.
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

/** The attribution of an author who is a known agent or robot, or works for a robot. */
function accountOf(
  { author, isRobots }: Pick<PullRequestFacts, "author" | "isRobots">,
  { settings }: Found,
): AccountAttribution {
  const said = author === undefined ? NOBODY : attributeAccount(author, settings.current);
  return isRobots && said.attribution === "undeclared" ? ROBOT : said;
}

/** Records that a tool's label was set or removed, and whether the tool itself did it. */
export async function recordLabel(
  { labels }: Pick<Stores, "labels">,
  { number, tool, isSet, by, at }: Labelling & { readonly number: number },
  { repository, settings }: Found,
): Promise<void> {
  const isOwn = by !== undefined && attributeAccount(by, settings.current).tools.includes(tool);
  await labels.save({ repositoryId: repository.id, number, tool, isSet, isOwn, at });
}

/** Records the asker of a pull request: the assignees when an agent opened it. */
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

/** Whether an account is neither a person's nor a robot's. Nobody asks a robot: its assignees come from its config. */
export async function isAgents(
  stores: PullRequestStores,
  account: Account | undefined,
  found: Found,
): Promise<boolean> {
  // A mannequin represents a person whose work was imported from elsewhere.
  if (account === undefined || account.type === "Mannequin") return false;
  const { attribution } = attributeAccount(account, found.settings.current);
  return attribution !== "automation" && (await person(stores, account, found)) === undefined;
}

/** Records the person who enqueued a pull request or enabled its automatic merge. */
export async function recordEnabler(
  stores: PullRequestStores,
  { number, enabledBy, at }: { readonly number: number; readonly enabledBy: Account; readonly at: Date },
  found: Found,
): Promise<void> {
  const by = await person(stores, enabledBy, found);
  const key = { repositoryId: found.repository.id, id: `#${number}` };
  if (by !== undefined) await stores.changes.saveEnabler(key, { by, at });
}

/** Records a person's review. */
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
