import { computeDigest } from "../digests/compute.ts";
import { zoneOf } from "../digests/zone.ts";
import { type AccountAttribution, attributeChange } from "../domain/attribution/change-attribution.ts";
import { firstWeekNeeded } from "../domain/metric/scope-weeks.ts";
import { createWeekTest, shiftWeek, startOf, type Week, weekOf } from "../domain/metric/week.ts";
import { type ChangeReceipt, changeReceipt, type Reading } from "../domain/receipts/change-receipt.ts";
import { createInquiry, type Inquiry } from "../domain/receipts/inquiry.ts";
import { isPush } from "../domain/receipts/names.ts";
import { pairsOf } from "../domain/receipts/pairs.ts";
import { deploymentReceipts, type WeekReceipts, weekReceipts } from "../domain/receipts/week-receipts.ts";
import type { StoredPullRequest } from "../domain/records/change.ts";
import { scopesWithChange } from "../domain/scopes/membership.ts";
import { byMerge, type Change } from "../domain/shipping/change.ts";
import { ownCommits } from "../domain/shipping/change-index.ts";
import type { JudgedChange } from "../domain/shipping/judgement.ts";
import { shipModeAt } from "../domain/shipping/ship-mode.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** The repository, and the time of the judgement. */
export interface ReceiptRequest {
  readonly repository: Repository;
  readonly now: Date;
}

/** Writes the receipt of a merged change by its id (`#12`, or a commit); `undefined` when there is none. */
export async function writeChangeReceipt(
  stores: Stores,
  { repository, id, now }: ReceiptRequest & { readonly id: string },
): Promise<ChangeReceipt | undefined> {
  const facts = await stores.histories.loadAround(repository.id, [id]);
  const change = facts.changes.find((each) => each.id === id);
  if (change === undefined) return undefined;
  const zone = await zoneOf(stores, repository);
  const since = startOf(weekOf(change.mergedAt, zone), zone);
  const nothingDeployed = { deployedFrom: since, deployedUntil: since };
  const { changes, choices } = await stores.histories.loadWindow(repository.id, {
    since,
    ...nothingDeployed,
  });
  const inquiry = createInquiry({
    ...facts,
    choices,
    now,
    zone,
    pairs: pairsOf(changes, zone),
    repository: nameOf(repository),
    scopesOf: await scopesOf(stores, repository, zone),
  });
  const shipped = inquiry.judged.find((each) => each.change === change);
  return shipped && writeReceipt(stores, { repository, shipped, inquiry });
}

/** Writes the receipts of all changes merged, and all deployments seen, in a week. */
export async function writeWeekReceipts(
  stores: Stores,
  { repository, week, now }: ReceiptRequest & { readonly week: Week },
): Promise<WeekReceipts> {
  const zone = await zoneOf(stores, repository);
  const window = await stores.histories.loadWindow(repository.id, {
    since: startOf(firstWeekNeeded(week), zone),
    deployedFrom: startOf(week, zone),
    deployedUntil: startOf(shiftWeek(week, 1), zone),
  });
  const end = new Date(startOf(shiftWeek(week, 1), zone).getTime() - 1);
  const pairs = pairsOf(window.changes, zone);
  const of = { pairs, repository: nameOf(repository), scopesOf: await scopesOf(stores, repository, zone) };
  const inquiry = createInquiry({ ...window, now, zone, ...of });
  const isInWeek = createWeekTest(week, zone);
  const merged = inquiry.judged
    .filter(({ change }) => isInWeek(change.mergedAt))
    .sort((a, b) => byMerge(a.change, b.change));
  const changes: ChangeReceipt[] = [];
  for (const shipped of merged) changes.push(await writeReceipt(stores, { repository, shipped, inquiry }));
  return weekReceipts(await computeDigest(stores, { repository, week, now }), {
    zone,
    asOf: now,
    shipChoice: shipModeAt(window, end).choice ?? null,
    deployments: deploymentReceipts(window.effects, inquiry),
    changes,
  });
}

/** Finds the scopes of changes, by the digests of their weeks. */
async function scopesOf({ scopes }: Pick<Stores, "scopes">, repository: Repository, zone: string) {
  const dated = await scopes.list(repository.installationId);
  return (change: Change) => {
    const weekEnd = startOf(shiftWeek(weekOf(change.mergedAt, zone), 1), zone);
    return scopesWithChange(dated, repository, { change, weekEnd });
  };
}

function nameOf({ owner, name }: Repository): string {
  return `${owner}/${name}`;
}

async function writeReceipt(
  stores: Stores,
  of: { readonly repository: Repository; readonly shipped: JudgedChange; readonly inquiry: Inquiry },
): Promise<ChangeReceipt> {
  const { change } = of.shipped;
  const number = isPush(change) ? undefined : Number(change.id.slice(1));
  const pull = number === undefined ? undefined : await stores.changes.find(of.repository.id, number);
  const reading = pull
    ? await readPull(stores, pull, of.inquiry)
    : await readPush(stores, of.repository, change);
  return changeReceipt(of.shipped, of.inquiry, reading);
}

/**
 * Reads the commits of a pull request. Its squash counts as read only if a deployment brought it, since an earlier
 * reading depends on the order of deliveries.
 */
async function readPull(
  { commits }: Pick<Stores, "commits">,
  pull: StoredPullRequest,
  { stays }: Pick<Inquiry, "stays">,
): Promise<Reading> {
  const attribution = attributeChange(pull.account, pull.commits, pull.labels);
  const { repositoryId, mergeSha } = pull;
  const isRead = mergeSha !== undefined && stays.get(mergeSha)?.some(({ isLinked }) => isLinked) === true;
  const merge = isRead ? await commits.find(repositoryId, mergeSha) : undefined;
  const isSquash = merge && merge.parents.length === 1;
  const lost = isSquash ? attribution.tools.filter((tool) => !merge.tools.includes(tool)) : null;
  const { account, labels, commits: own, isLandedByPush } = pull;
  return { account, labels, attribution, commits: own, lostInSquash: lost, isLandedByPush };
}

const NO_ACCOUNT: AccountAttribution = { attribution: "undeclared", tools: [] };

async function readPush(
  { commits }: Pick<Stores, "commits">,
  { id: repositoryId }: Repository,
  change: Change,
): Promise<Reading> {
  const all = await Promise.all(ownCommits(change).map((sha) => commits.find(repositoryId, sha)));
  const own = all
    .filter((commit) => commit !== undefined)
    .map(({ sha, attribution, tools, evidence, hints, agentsVersion }) => ({
      sha,
      attribution,
      tools,
      evidence,
      hints,
      agentsVersion,
    }));
  return {
    account: NO_ACCOUNT,
    labels: [],
    attribution: attributeChange(NO_ACCOUNT, own),
    commits: own,
    lostInSquash: null,
    isLandedByPush: false,
  };
}
