import { mayBeNamedIn, type Visibility } from "../domain/visibility.ts";
import { fetchIssue, updateIssue } from "../github/issues.ts";
import { fetchCoveredRepositories } from "../github/visibility.ts";
import { type Replacement, replacedLine, withFirstLine } from "../render/digest/replaced.ts";
import type { PublishedDigest } from "../storage/digests.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { hashOf, OVERWRITTEN } from "./compare.ts";
import type { DigestsOfOwner } from "./find-series.ts";
import { asksForItsOwn } from "./own-digest.ts";
import { closeIfRefused, type Room, type Run, recordFailure } from "./run.ts";
import type { OrganizationSeries } from "./series.ts";
import { nameOf } from "./subject.ts";

/** An open issue that no digest continues. */
interface Replaced {
  readonly repository: Repository;
  readonly digest: PublishedDigest;
}

/**
 * Closes the issues that the present choice of digests leaves behind, with a line about the digest that replaces them.
 *
 * Each is written once, within the hour's quota of writes; the next call continues. Before the organization has an
 * issue, those of its repositories stay.
 */
export async function closeReplaced(run: Run, installationId: number, of: DigestsOfOwner): Promise<void> {
  const all = await findReplaced(run.stores, installationId, of);
  if (all.length === 0) return;
  const there = await fetchCoveredRepositories(await run.authenticateOwner(installationId));
  const visibilities = new Map(there.map(({ id, visibility }) => [id, visibility]));
  for (const replaced of all) {
    const by = replacementFor(replaced.repository, { series: of.series, visibilities, run });
    if ((await close(run, replaced, replacedLine(by))) !== "more") return;
  }
}

async function findReplaced(
  stores: Stores,
  installationId: number,
  { per, series }: DigestsOfOwner,
): Promise<readonly Replaced[]> {
  const open = per === undefined ? [] : await stores.digests.listOpen(installationId);
  const place = series?.repository?.id;
  const newest = open.findLast(({ scope, repositoryId }) => scope === "owner" && repositoryId === place);
  if (per === "organization" && newest === undefined) return [];
  const all: Replaced[] = [];
  for (const digest of open) {
    const { repositoryId, scope, week } = digest;
    const isLater = newest !== undefined && week > newest.week;
    const repository = await stores.repositories.find(repositoryId);
    if (repository === undefined || isLater || (scope === "owner" && repositoryId === place)) continue;
    if (scope === "owner" || (await isReplaced(stores, per, repository))) all.push({ repository, digest });
  }
  return all;
}

async function isReplaced(
  stores: Stores,
  per: DigestsOfOwner["per"],
  repository: Repository,
): Promise<boolean> {
  const isOff = (await stores.settings.find(repository.id))?.policy.digest.enabled === false;
  return per === "organization" && !isOff && !(await asksForItsOwn(stores, repository));
}

interface Known {
  readonly series: OrganizationSeries | undefined;
  readonly visibilities: ReadonlyMap<number, Visibility>;
  readonly run: Pick<Run, "webOrigin">;
}

/** The replacement, as all readers of a repository may know it. A repository of unknown visibility counts as public. */
function replacementFor({ id }: Repository, { series, visibilities, run }: Known): Replacement {
  if (series === undefined) return { per: "repository" };
  const { owner } = series.subject;
  const { repository } = series;
  const readers = visibilities.get(id) ?? "public";
  const isKnown =
    repository !== undefined && mayBeNamedIn(readers, visibilities.get(repository.id) ?? "private");
  if (!isKnown || run.webOrigin === undefined) return { per: "organization", owner, place: undefined };
  // A link to one issue would leave a note there for each repository.
  const url = `${run.webOrigin}/${nameOf(repository)}/issues?q=label%3Aplimsoll`;
  return { per: "organization", owner, place: { name: nameOf(repository), url } };
}

async function close(run: Run, { repository, digest }: Replaced, line: string): Promise<Room> {
  const { stores, access, authenticate, clock, log } = run;
  const { issueNumber: number, week, scope } = digest;
  if (!(await access.isOpen(repository))) return "more";
  try {
    const octokit = await authenticate(repository);
    const issue = await fetchIssue(octokit, repository, number);
    if (issue === undefined || issue.isLocked) {
      await stores.digests.leave(digest, clock());
      return "more";
    }
    if (issue.isClosed) {
      // A person closed it. It stays as it is, also if its digest comes back.
      await stores.digests.save({ ...digest, isClosed: true });
      return "more";
    }
    const content = { title: issue.title, body: withFirstLine(issue.body, line) };
    await updateIssue(octokit, repository, { number, content, state: "closed" });
    const closed = { shown: OVERWRITTEN, written: hashOf(content), publishedAt: clock(), isClosed: true };
    await stores.digests.save({ ...digest, ...closed });
    log.info({ repositoryId: repository.id, scope, week, issueNumber: number }, "Replaced digest closed");
    return "more";
  } catch (error) {
    if (await closeIfRefused(run, repository, error)) return "more";
    return recordFailure(run, { repositoryId: repository.id, scope, week }, error);
  }
}
