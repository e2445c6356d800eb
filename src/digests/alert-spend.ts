import { HOUR_MS } from "../domain/durations.ts";
import { findSpendFindings, firstDayForFindings, type SpendFinding } from "../domain/spend/alerts.ts";
import { budgetStates } from "../domain/spend/budget-state.ts";
import type { KnownSpend } from "../domain/spend/combination.ts";
import { utcDay } from "../domain/spend/fact.ts";
import { spendOverview } from "../domain/spend/overview.ts";
import { commentOnBudget } from "../github/issues.ts";
import { statusOf } from "../github/octokit.ts";
import { fetchRepository } from "../github/visibility.ts";
import { recordBug } from "../queue/bugs.ts";
import { renderSpendAlert } from "../render/spend-alerts.ts";
import type { PublishedDigest } from "../storage/digests.ts";
import { loadSpend } from "../storage/known-spend.ts";
import type { Repository } from "../storage/repositories.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";
import type { DigestOptions } from "./digest-options.ts";
import { highestSteps, notifyOfSpend } from "./notify.ts";
import type { OrganizationSeries } from "./series.ts";

/** The shortest time between two comments. */
const PAUSE_MS = 24 * HOUR_MS;

/** An installation, its owner, and the digest of its organization; `undefined` where it has none. */
interface Alerted {
  readonly installationId: number;
  readonly owner: string;
  readonly series: OrganizationSeries | undefined;
}

/**
 * Measures the spend of an organization for `/metrics`. Comments on its newest digest where a budget is passed or a day
 * is unusual, and labels it; sends a notification if the owner's config asks for one.
 *
 * Each finding is written once, and at most one comment a day. As in a digest, nothing is written outside a private
 * repository; the gauges and notifications show it all the same. A failure is logged, and the next call tries again.
 */
export async function alertSpend(options: DigestOptions, alerted: Alerted): Promise<void> {
  const { stores, clock, log } = options;
  try {
    await alertOf(options, alerted);
  } catch (error) {
    throwIfLost(error);
    await recordBug(stores, { work: "digest", error, at: clock() });
    log.warn({ installationId: alerted.installationId, err: error }, "Alert about spend not written");
  }
}

async function alertOf(options: DigestOptions, { installationId, owner, series }: Alerted): Promise<void> {
  const found = await findPresent(options, installationId, options.clock());
  if (found.length === 0) return;
  const repository = series?.repository;
  const digest = repository && (await newestDigest(options, repository));
  const issue = repository && digest && { repository, issueNumber: digest.issueNumber };
  await notifyOfSpend(options, { installationId, owner, issue }, found);
  if (issue !== undefined) await comment(options, installationId, { ...issue, found });
}

/** Comments on the newest digest about the findings that were not written yet. */
async function comment(
  options: DigestOptions,
  installationId: number,
  of: {
    readonly repository: Repository;
    readonly issueNumber: number;
    readonly found: readonly SpendFinding[];
  },
): Promise<void> {
  const { repository, issueNumber } = of;
  const { spendAlerts } = options.stores;
  const now = options.clock();
  const lastAt = await spendAlerts.findLastWrittenAt(installationId);
  if (lastAt !== undefined && lastAt.getTime() > now.getTime() - PAUSE_MS) return;
  const unwritten = new Set((await spendAlerts.listUnwritten(installationId)).map(({ alert }) => alert));
  const findings = of.found.filter(({ key }) => unwritten.has(key));
  if (findings.length === 0) return;
  const octokit = await options.authenticate(repository);
  const there = await fetchRepository(octokit, repository);
  if (there?.visibility !== "private") return;
  const keys = findings.map(({ key }) => key);
  const body = renderSpendAlert(highestSteps(findings));
  // Recorded first: after a lost answer the comment may exist, and a second one would be worse than none.
  await spendAlerts.markWritten(installationId, keys, now);
  try {
    await commentOnBudget(octokit, repository, { number: issueNumber, body });
  } catch (error) {
    const isRefused = statusOf(error) !== undefined && Number(statusOf(error)) < 500;
    if (isRefused) await spendAlerts.markWritten(installationId, keys, undefined);
    throw error;
  }
  options.log.info({ installationId, findings: findings.length }, "Alert about spend written");
}

/** Measures the spend, and records and returns the present findings. */
async function findPresent(
  { stores, tally }: Pick<DigestOptions, "stores" | "tally">,
  installationId: number,
  now: Date,
): Promise<readonly SpendFinding[]> {
  const { known, restated } = await loadSpend(stores, installationId, firstDayForFindings(now));
  if (known.sources.length === 0 && known.declarations.length === 0) return [];
  tally?.spendMeasured({ installationId, ...measuredSpend(known, { restated, now }) });
  const findings = findSpendFindings(known, now);
  for (const { key } of findings) await stores.spendAlerts.save(installationId, key, now);
  return findings;
}

/** The spend of the present month by tool and currency, and the used part of each budget. */
function measuredSpend(known: KnownSpend, { now, ...rest }: Parameters<typeof spendOverview>[1]) {
  const month = utcDay(now).slice(0, 7);
  const facts = known.facts.filter(({ day }) => day.startsWith(month));
  const { tools } = spendOverview({ ...known, facts }, { ...rest, now, from: `${month}-01` });
  const budgets = budgetStates(known, now);
  return {
    tools: tools.map(({ tool, currency, total: micros }) => ({ tool, currency, micros })),
    budgets: budgets.map(({ name, usedPart }) => ({ name, usedPart })),
  };
}

/** The newest digest of the organization, without those that somebody deleted, moved or locked. */
async function newestDigest(
  { stores }: Pick<DigestOptions, "stores">,
  { id }: Repository,
): Promise<PublishedDigest | undefined> {
  const digests = await stores.digests.list({ repositoryId: id, scope: "owner" });
  return digests.findLast(({ leftAt }) => leftAt === undefined);
}
