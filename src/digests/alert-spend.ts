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
import type { DigestOptions } from "./digest-options.ts";
import type { OrganizationSeries } from "./series.ts";

/** The shortest time between two comments. */
const PAUSE_MS = 24 * HOUR_MS;

/** An installation, and the digest of its organization; `undefined` where it has none. */
interface Alerted {
  readonly installationId: number;
  readonly series: OrganizationSeries | undefined;
}

/**
 * Measures the spend of an organization for `/metrics`. Comments on its newest digest where a budget is passed or a day
 * is unusual, and labels it.
 *
 * Each finding is written once, and at most one comment a day. As in a digest, nothing is written outside a private
 * repository; the gauges show it all the same. A failure is logged, and the next call tries again.
 */
export async function alertSpend(options: DigestOptions, alerted: Alerted): Promise<void> {
  const { stores, clock, log } = options;
  try {
    await alertOf(options, alerted);
  } catch (error) {
    await recordBug(stores, { work: "digest", error, at: clock() });
    log.warn({ installationId: alerted.installationId, err: error }, "Alert about spend not written");
  }
}

async function alertOf(options: DigestOptions, { installationId, series }: Alerted): Promise<void> {
  const repository = series?.repository;
  const now = options.clock();
  const findings = await findNew(options, installationId, now);
  const lastAt = await options.stores.spendAlerts.findLastWrittenAt(installationId);
  const isTooSoon = lastAt !== undefined && lastAt.getTime() > now.getTime() - PAUSE_MS;
  if (findings.length === 0 || isTooSoon || repository === undefined) return;
  const issue = await newestDigest(options, repository);
  if (issue === undefined) return;
  const octokit = await options.authenticate(repository);
  const found = await fetchRepository(octokit, repository);
  if (found?.visibility !== "private") return;
  const keys = findings.map(({ key }) => key);
  const body = renderSpendAlert(highestSteps(findings));
  // Recorded first: after a lost answer the comment may exist, and a second one would be worse than none.
  await options.stores.spendAlerts.markWritten(installationId, keys, now);
  try {
    await commentOnBudget(octokit, repository, { number: issue.issueNumber, body });
  } catch (error) {
    const isRefused = statusOf(error) !== undefined && Number(statusOf(error)) < 500;
    if (isRefused) await options.stores.spendAlerts.markWritten(installationId, keys, undefined);
    throw error;
  }
  options.log.info({ installationId, findings: findings.length }, "Alert about spend written");
}

/** Measures the spend, records the present findings, and returns those that were not written yet. */
async function findNew(
  { stores, tally }: Pick<DigestOptions, "stores" | "tally">,
  installationId: number,
  now: Date,
): Promise<readonly SpendFinding[]> {
  const { known, restated } = await loadSpend(stores, installationId, firstDayForFindings(now));
  if (known.sources.length === 0 && known.declarations.length === 0) return [];
  tally?.spendMeasured({ installationId, ...measuredSpend(known, { restated, now }) });
  const findings = findSpendFindings(known, now);
  for (const { key } of findings) await stores.spendAlerts.save(installationId, key, now);
  if (findings.length === 0) return [];
  const unwritten = new Set(
    (await stores.spendAlerts.listUnwritten(installationId)).map(({ alert }) => alert),
  );
  return findings.filter(({ key }) => unwritten.has(key));
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

/** Of the steps of a budget the highest one is shown. The others are passed with it. */
function highestSteps(findings: readonly SpendFinding[]): readonly SpendFinding[] {
  const highest = new Map<string, number>();
  for (const each of findings)
    if (each.kind === "budget")
      highest.set(each.budget.name, Math.max(each.step, highest.get(each.budget.name) ?? 0));
  return findings.filter((each) => each.kind !== "budget" || each.step === highest.get(each.budget.name));
}

/** The newest digest of the organization, without those that somebody deleted, moved or locked. */
async function newestDigest(
  { stores }: Pick<DigestOptions, "stores">,
  { id }: Repository,
): Promise<PublishedDigest | undefined> {
  const digests = await stores.digests.list({ repositoryId: id, scope: "owner" });
  return digests.findLast(({ leftAt }) => leftAt === undefined);
}
