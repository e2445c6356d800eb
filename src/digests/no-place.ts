import { PLACE_NAMES } from "../domain/digest-choice.ts";
import { fetchIssue, updateIssue } from "../github/issues.ts";
import { PAUSED_LINE, withFirstLine } from "../render/digest/replaced.ts";
import type { PublishedDigest } from "../storage/digests.ts";
import { hashOf, OVERWRITTEN } from "./compare.ts";
import { closeIfRefused, type Run, recordFailure } from "./run.ts";
import type { OrganizationSeries } from "./series.ts";

/** Records that no repository can hold an organization's digest, and what people can do. */
export function keepNoPlace(run: Run, installationId: number, owner: string): Promise<void> {
  const [name] = PLACE_NAMES;
  const problem = `no repository can hold the digest of ${owner}: make a private repository ${name} with the app on it, or name one as digest.repository in .github/plimsoll.yml of ${owner}/.github`;
  return keepProblem(run, installationId, problem);
}

/** Records why a place cannot hold the digest. A chosen one is forgotten, so that the next call chooses another. */
export async function keepRefusedPlace(
  run: Run,
  { installationId, source, subject }: OrganizationSeries,
  problem: string,
): Promise<void> {
  if (source !== "choice") return keepProblem(run, installationId, problem);
  const { installations } = run.stores;
  const choice = await installations.findDigestChoice(installationId);
  if (choice !== undefined)
    await installations.saveDigestChoice(installationId, { ...choice, repositoryId: undefined });
  await keepNoPlace(run, installationId, subject.owner);
}

/** Records why an organization's digest has no place, which only people there can change. */
async function keepProblem(run: Run, installationId: number, problem: string): Promise<void> {
  const { stores, clock, log } = run;
  const isNew = await stores.installations.saveDigestProblem(installationId, problem, clock());
  if (isNew) log.warn({ installationId, problem }, "Digest of an organization has no place");
  const open = await stores.digests.listOpen(installationId);
  for (const digest of open.filter(({ scope }) => scope === "owner")) await pause(run, digest);
}

/**
 * Says in an open issue that it is paused, once. The reason stays out of it: it may be a repository that not all
 * readers may know of.
 */
async function pause(run: Run, digest: PublishedDigest): Promise<void> {
  const { stores, access, authenticate, clock, log } = run;
  const { repositoryId, issueNumber: number, week, scope } = digest;
  const repository = await stores.repositories.find(repositoryId);
  if (repository === undefined || !(await access.isOpen(repository))) return;
  try {
    const octokit = await authenticate(repository);
    const issue = await fetchIssue(octokit, repository, number);
    if (issue === undefined || issue.isLocked || issue.isClosed) return;
    const content = { title: issue.title, body: withFirstLine(issue.body, PAUSED_LINE) };
    if (content.body === issue.body) return;
    await updateIssue(octokit, repository, { number, content });
    const written = hashOf(content);
    await stores.digests.save({ ...digest, shown: OVERWRITTEN, written, publishedAt: clock() });
    log.info({ repositoryId, scope, week, issueNumber: number }, "Digest paused");
  } catch (error) {
    const isRefused = await closeIfRefused(run, repository, error);
    if (!isRefused) await recordFailure(run, { repositoryId, scope, week }, error);
  }
}
