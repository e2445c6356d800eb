import { DEFAULT_ATTRIBUTION } from "../domain/attribution/attribution-rules.ts";
import { rangeKey } from "../domain/shipping/ranges.ts";
import { contentIdOf, patchIdOf } from "../github/changed-files.ts";
import { fetchComparison } from "../github/comparison.ts";
import { type GitHubClient, isRefusal, undefinedWhenUnanswered } from "../github/octokit.ts";
import type { UnreadPart } from "../storage/landing-claim-statements.ts";
import type { Stores } from "../storage/stores.ts";
import { loadScopes } from "./load-scopes.ts";
import { type Reading, readChange, unreadableChange } from "./read-change.ts";
import { sourceOf } from "./source.ts";
import { afterChange, afterFailure, afterRecord, noteRead } from "./unread.ts";

/** The change to read, and the present time. */
interface ChangeReading extends Reading {
  readonly id: string;
  readonly now: Date;
  /** Whether its earlier facts stay when GitHub no longer provides any. */
  readonly keepsKnown: boolean;
}

/**
 * Reads a change and stores its facts. Facts that GitHub does not provide are noted, to be requested again.
 *
 * Throws while it is too early to know, and at each of the first refusals.
 */
export async function keepChange(
  octokit: GitHubClient,
  stores: ReadStores,
  reading: ChangeReading,
): Promise<void> {
  await keep(octokit, stores, reading);
  await keepLanded(octokit, stores, reading);
}

/**
 * Reads the facts that decide which pull requests a push landed, or which push landed a pull request. Landed pull
 * requests are then read by the rules of that time.
 */
export async function keepLanded(
  octokit: GitHubClient,
  stores: ReadStores,
  reading: Omit<ChangeReading, "source" | "keepsKnown">,
): Promise<void> {
  const { repository, settings, when, id } = reading;
  const key = { repositoryId: repository.id, id };
  const parts = await stores.changes.listUnreadParts(key);
  const missing: UnreadPart[] = [];
  for (const part of parts) {
    const range = { base: part.baseSha, head: part.sha, rules: DEFAULT_ATTRIBUTION, when };
    const compared = await fetchComparison(octokit, repository, range).catch(undefinedWhenUnanswered);
    if (compared === undefined) missing.push(part);
    else {
      const content = { patchId: patchIdOf(compared.files), contentId: contentIdOf(compared.files) };
      await stores.changes.savePart(repository.id, part, content);
    }
  }
  const noted = { key: { repositoryId: repository.id, kind: "part", name: id }, now: reading.now } as const;
  if (parts.length > 0) await noteRead(stores.unread, { ...noted, isRead: missing.length === 0 });
  for (const landed of await stores.changes.listLanded(key)) {
    if (landed.readFrom === sourceOf(landed, settings)) continue;
    await keep(octokit, stores, { ...reading, id: landed.id, source: landed, keepsKnown: true });
  }
}

/** The stores for reading a change. */
export type ReadStores = Pick<Stores, "commits" | "changes" | "unread" | "scopes" | "codeOwners">;

/** Whether other scopes, or owners of files, became known while a change was read: an owner's config is worked beside. */
async function isOutdated(stores: ReadStores, { repository, settings, source }: Reading): Promise<boolean> {
  const present = { ...settings, ...(await loadScopes(stores, repository)) };
  return sourceOf(source, present) !== sourceOf(source, settings);
}

async function keep(
  octokit: GitHubClient,
  stores: ReadStores,
  { id, now, keepsKnown, ...of }: ChangeReading,
): Promise<void> {
  const repositoryId = of.repository.id;
  const key = { repositoryId, kind: "change", name: id } as const;
  const source = rangeKey({ base: of.source.baseSha, head: of.source.headSha });
  const noted = await stores.unread.find(key);
  const before = noted?.source === source ? noted : undefined;
  const asked = { key, source, before, now };
  const patience = { refusals: before?.refusals ?? 0, isAgain: before?.missing !== undefined };
  try {
    const result = await readChange(octokit, stores, { ...of, ...patience });
    const read =
      result?.read ?? (keepsKnown ? undefined : unreadableChange(sourceOf(of.source, of.settings)));
    if (read !== undefined) await stores.changes.saveRead({ repositoryId, id }, read);
    const missing = result === undefined ? "everything" : result.missing;
    if (missing !== undefined) await stores.unread.save(afterRecord(asked, missing));
    else if (await isOutdated(stores, of)) await stores.unread.save(afterChange(asked));
    else await stores.unread.remove(key);
  } catch (error) {
    // The caller tries again.
    if (isRefusal(error)) await stores.unread.save({ ...afterFailure(asked, error), dueAt: before?.dueAt });
    throw error;
  }
}
