import { mayHold } from "../domain/digest-choice.ts";
import type { Week } from "../domain/metric/week.ts";
import { mayBeNamedIn } from "../domain/visibility.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchCoveredRepositories, fetchRepositories, fetchRepository } from "../github/visibility.ts";
import type { DigestKey } from "../render/digest/issue.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";
import { findMeasured } from "./measured.ts";
import type { OrganizationPlace, OrganizationSeries, RepositorySeries, Series } from "./series.ts";
import { nameOf } from "./subject.ts";

/** A digest to publish: its subject, its place, the limits for its readers, and the week at whose end it is due. */
export interface Publication {
  readonly series: Series;
  readonly week: Week;
  readonly now: Date;
  /** The repository of the issue. */
  readonly repository: Repository;
  readonly subject: RepositorySubject | OrganizationSubject;
}

/** The key by which the issue of a digest is found again. */
export function keyOf({ series: { scope }, repository, week }: Publication): DigestKey {
  return scope === "repository"
    ? { repositoryId: repository.id, week }
    : { installationId: repository.installationId, week };
}

type PublicationOptions = Pick<DigestOptions, "stores" | "clock" | "authenticate" | "authenticateOwner">;

/**
 * An organization's digest cannot be published in the configured place. The message gives the reason and the remedy.
 */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/**
 * Finds the place of a digest, and asks GitHub who may read it there, which can change.
 *
 * Throws a `TargetError` when an organization's place belongs to another owner, or the app is not installed on it.
 */
export async function findPublication(
  options: PublicationOptions,
  series: Series,
  week: Week,
): Promise<Publication> {
  const place = series.scope === "owner" ? ofOrganization(options, series) : ofRepository(options, series);
  return { series, week, now: options.clock(), ...(await place) };
}

type Place = Pick<Publication, "repository" | "subject">;

async function ofRepository(
  { authenticate }: PublicationOptions,
  { repository, subject, saysPublic }: RepositorySeries,
): Promise<Place> {
  const found = saysPublic ? await fetchRepository(await authenticate(repository), repository) : undefined;
  return { repository, subject: { ...subject, isPublic: found?.visibility === "public" } };
}

const NAMED_BY: Readonly<Record<OrganizationPlace["source"], string>> = {
  config: "digest.repository",
  environment: "DIGEST_REPOSITORY",
  choice: "the chosen repository",
};

/** The repositories of an owner by id. A place may only be chosen where they are listed for a person too. */
async function fetchThere(octokit: GitHubClient, owner: string, source: OrganizationPlace["source"]) {
  if (source !== "choice") return fetchRepositories(octokit, owner);
  return new Map((await fetchCoveredRepositories(octokit)).map((each) => [each.id, each]));
}

/**
 * Names only repositories that all readers may know of, by their visibility. Where no person named the place, the
 * readers must be allowed to know of all.
 */
async function ofOrganization(
  { stores, authenticateOwner }: PublicationOptions,
  { subject, installationId, target, source }: OrganizationSeries,
): Promise<Place> {
  const { owner, repositories } = subject;
  const octokit = await authenticateOwner(installationId);
  const [name = "", elsewhere] = target.split("/").reverse();
  if (elsewhere !== undefined && elsewhere.toLowerCase() !== owner.toLowerCase()) {
    throw new TargetError(`${NAMED_BY[source]}: ${target} is not one of ${owner}'s repositories`);
  }
  const found = await fetchRepository(octokit, { owner, name });
  if (found === undefined) {
    throw new TargetError(
      `${NAMED_BY[source]}: ${owner}/${name} is not there, or the app is not installed on it`,
    );
  }
  const { visibility, ...place } = found;
  const repository: Repository = { ...place, installationId };
  await stores.repositories.remember(repository);
  const there = await fetchThere(octokit, owner, source);
  await stores.repositories.saveOpenness(there.values());
  // A repository of unknown visibility counts as private.
  const visible = repositories.filter(({ id }) =>
    mayBeNamedIn(visibility, there.get(id)?.visibility ?? "private"),
  );
  if (source === "choice") {
    // With those that are still being read: the digest gives their number.
    const measured = await findMeasured(stores, await stores.repositories.listByOwner(owner));
    const visibilities = measured.map(({ id }) => there.get(id)?.visibility);
    if (!mayHold(visibility, visibilities))
      throw new TargetError(`${NAMED_BY.choice}: not all readers may know of all measured repositories`);
  }
  const names = new Set(visible.map(nameOf));
  return { repository, subject: { ...subject, place: repository, readers: visibility, visible: names } };
}
