import { HOUR_MS } from "../domain/durations.ts";
import type { SpendFinding } from "../domain/spend/alerts.ts";
import { alertMessage, digestMessage } from "../render/notification/message.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestOptions } from "./digest-options.ts";
import { type Draft, renderDraft, renderOptions } from "./render.ts";

type NotifyingOptions = Pick<DigestOptions, "stores" | "clock" | "notify">;

/** The shortest time between two notifications of alerts. */
const PAUSE_MS = 24 * HOUR_MS;

/**
 * Records a notification of the newest digest in a place, if its config asks for one. The work on notifications sends
 * it.
 *
 * Each issue has one. It tells what the issue says now; later edits of the issue send nothing.
 */
export async function notifyOfDigest(
  { stores, clock, notify }: NotifyingOptions,
  draft: Draft,
  issueNumber: number,
): Promise<void> {
  const { publication, digest, background, rest } = draft;
  const { digest: isWanted, format } = background.settings.policy.notify;
  if (notify === undefined || !isWanted || rest.next !== undefined) return;
  const { repository, series, week } = publication;
  const { id: repositoryId, installationId } = repository;
  const subject = `digest ${series.scope} ${repositoryId} ${week}`;
  if (await stores.notifications.has(subject)) return;
  const { title } = renderDraft(draft);
  const url = issueUrl(notify.webOrigin, repository, issueNumber);
  const message = digestMessage(digest, renderOptions(draft), { title, url });
  await stores.notifications.save({
    installationId,
    repositoryId,
    subject,
    format,
    message,
    createdAt: clock(),
  });
}

/** The owner of the spend, and its newest digest; `undefined` where it has none. */
interface AlertedOwner {
  readonly installationId: number;
  readonly owner: string;
  readonly issue: { readonly repository: Repository; readonly issueNumber: number } | undefined;
}

/**
 * Records a notification of those findings in spend that had none yet, if the owner's config asks for it: at most one
 * a day.
 */
export async function notifyOfSpend(
  { stores, clock, notify }: NotifyingOptions,
  { installationId, owner, issue }: AlertedOwner,
  findings: readonly SpendFinding[],
): Promise<void> {
  const wanted = (await stores.settings.findOwner(installationId))?.policy.notify;
  if (notify === undefined || wanted?.alerts !== true || findings.length === 0) return;
  const createdAt = clock();
  const lastAt = await stores.spendAlerts.findLastNotifiedAt(installationId);
  if (lastAt !== undefined && lastAt.getTime() > createdAt.getTime() - PAUSE_MS) return;
  const unnotified = new Set(
    (await stores.spendAlerts.listUnnotified(installationId)).map(({ alert }) => alert),
  );
  const found = findings.filter(({ key }) => unnotified.has(key));
  if (found.length === 0) return;
  const url = issue && issueUrl(notify.webOrigin, issue.repository, issue.issueNumber);
  const notification = {
    installationId,
    repositoryId: undefined,
    subject: `alert ${installationId} ${createdAt.toISOString()}`,
    format: wanted.format,
    message: alertMessage(highestSteps(found), { owner, url }),
    createdAt,
  };
  await stores.notifications.save(
    notification,
    found.map(({ key }) => key),
  );
}

/** Of the steps of a budget the highest one is shown. The others are passed with it. */
export function highestSteps(findings: readonly SpendFinding[]): readonly SpendFinding[] {
  const highest = new Map<string, number>();
  for (const each of findings)
    if (each.kind === "budget")
      highest.set(each.budget.name, Math.max(each.step, highest.get(each.budget.name) ?? 0));
  return findings.filter((each) => each.kind !== "budget" || each.step === highest.get(each.budget.name));
}

function issueUrl(origin: string, { owner, name }: Repository, number: number): string {
  return `${origin}/${owner}/${name}/issues/${number}`;
}
