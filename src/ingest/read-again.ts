import type { UnreadKind } from "../domain/records/unread.ts";
import { type GitHubClient, undefinedWhenUnanswered } from "../github/octokit.ts";
import { fetchStatuses } from "../github/past-deployments.ts";
import { NO_EVENT } from "../github/when.ts";
import type { Stores } from "../storage/stores.ts";
import type { Unread } from "../storage/unread.ts";
import { keepChange, keepLanded } from "./keep-change.ts";
import { PAST_MS } from "./past.ts";
import type { Found } from "./pull-requests.ts";
import { readRange } from "./read-range.ts";
import { readTag } from "./releases.ts";
import type { Source } from "./source.ts";
import { sourceOfPush } from "./source.ts";
import { updateTimeline } from "./timeline.ts";
import { noteRead } from "./unread.ts";

/** The facts to read again, and the present time. */
interface ReadingAgain extends Found {
  readonly noted: Unread;
  readonly now: Date;
}

/** Reads facts again, applies the deployments that depend on them, and updates their check runs. */
export async function readAgain(octokit: GitHubClient, stores: Stores, of: ReadingAgain): Promise<void> {
  await READERS[of.noted.kind](octokit, stores, of);
  await updateTimeline(octokit, stores, { ...of, at: of.now });
  if (of.noted.kind === "side") await forgetUntried(stores, of.noted);
}

/** Removes a note that this run did not try. Nothing needs it now, or a later read notes it again. */
async function forgetUntried({ unread }: Pick<Stores, "unread">, noted: Unread): Promise<void> {
  const known = await unread.find(noted);
  if (known?.tries === noted.tries) await unread.remove(noted);
}

type Reader = (octokit: GitHubClient, stores: Stores, of: ReadingAgain) => Promise<unknown>;

const READERS: Readonly<Record<UnreadKind, Reader>> = {
  range: readRangeAgain,
  change: readChangeAgain,
  tag: (octokit, stores, { repository, noted, now }) =>
    readTag(octokit, stores, { repository, tag: noted.name, when: NO_EVENT, now }),
  deployment: readStatusesAgain,
  part: readPartsAgain,
  // It is read after all deployments are applied, if it is still in no change.
  side: async () => {},
};

async function readPartsAgain(
  octokit: GitHubClient,
  stores: Stores,
  { repository, settings, noted, now }: ReadingAgain,
): Promise<void> {
  const { name: id, repositoryId } = noted;
  await keepLanded(octokit, stores, { repository, settings, id, when: NO_EVENT, now });
  const isLeft = (await stores.changes.listUnreadParts({ repositoryId, id })).length > 0;
  if (!isLeft) await stores.unread.remove(noted);
}

async function readStatusesAgain(
  octokit: GitHubClient,
  { deployments, unread, backfills }: Stores,
  { repository, noted, now }: ReadingAgain,
): Promise<void> {
  const id = Number(noted.name);
  const statuses = await fetchStatuses(octokit, repository, id).catch(undefinedWhenUnanswered);
  // As in the backfill: the events of other records before that are unknown, too.
  const past = (await backfills.list()).find(({ repositoryId }) => repositoryId === repository.id);
  const usual = noted.since.getTime() - PAST_MS;
  const since = new Date(Math.min(usual, past?.since.getTime() ?? usual));
  const recent = statuses?.filter(({ at }) => at >= since) ?? [];
  await deployments.saveStatuses(repository.id, id, recent);
  await noteRead(unread, { key: noted, isRead: statuses !== undefined, now });
}

async function readRangeAgain(
  octokit: GitHubClient,
  stores: Stores,
  { repository, settings, noted, now }: ReadingAgain,
): Promise<void> {
  const [base = "", head = ""] = noted.source.split("...");
  const rules = settings.current;
  const isAgain = noted.missing !== undefined;
  const range = { base, head };
  await readRange(octokit, stores, { repository, range, at: undefined, rules, now, isAgain });
}

async function readChangeAgain(octokit: GitHubClient, stores: Stores, of: ReadingAgain): Promise<void> {
  const { repository, settings, noted, now } = of;
  const { name: id, repositoryId } = noted;
  const source = await findSource(stores, noted);
  if (source === undefined) return stores.unread.remove(noted);
  const when = { at: source.mergedAt, heardAt: noted.since, now };
  await keepChange(octokit, stores, { repository, settings, source, id, when, now, keepsKnown: true });
  const { number, headSha, mergeSha = headSha } = source;
  if (number !== undefined) {
    await stores.checkRuns.markStale({ repositoryId, headSha, number }, { at: now, isUrgent: false });
  }
  await stores.checkRuns.markCarriedStale(repositoryId, [mergeSha], now);
}

interface FoundSource extends Source {
  readonly mergeSha?: string | undefined;
}

/** The present source of a change; `undefined` for a push that a pull request explains by now. */
async function findSource(
  { changes, pushes }: Stores,
  { repositoryId, name }: Unread,
): Promise<FoundSource | undefined> {
  if (name.startsWith("#")) return changes.find(repositoryId, Number(name.slice(1)));
  const push = await pushes.find(repositoryId, name);
  if (push === undefined || (await pushes.isExplained(repositoryId, name))) return undefined;
  return sourceOfPush(name, push);
}
