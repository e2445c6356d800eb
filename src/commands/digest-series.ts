import type { OrganizationSubject, RepositorySubject } from "../digests/digest-request.ts";
import { NO_SETTINGS, organizationSeries, repositorySeries, withReadPast } from "../digests/find-series.ts";
import { findChoice } from "../digests/organization-choice.ts";
import type { Series } from "../digests/series.ts";
import { readDigestEnv } from "../env.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { UserError } from "./user-error.ts";

/** The subject of a digest. */
export type Subject = RepositorySubject | OrganizationSubject;

/** The organization that publishes a digest beside that of a repository. */
export async function organizationOf(
  stores: Stores,
  { owner, installationId }: Repository,
): Promise<OrganizationSubject | undefined> {
  const { digest: policy } = (await stores.settings.findOwner(installationId))?.policy ?? NO_SETTINGS.policy;
  if (!policy.enabled) return undefined;
  const repositories = await stores.repositories.listByOwner(owner);
  const { place } = await findChoice(stores, {
    repositories,
    policy,
    configured: readDigestEnv(process.env),
  });
  return place && { owner, repositories: await withReadPast(stores, repositories) };
}

/**
 * The series that a digest belongs to, though its config may have switched it off.
 *
 * Throws a `UserError` where an organization's config names no place.
 */
export async function seriesOf(stores: Stores, subject: Subject): Promise<Series> {
  if (!("owner" in subject)) {
    const { repository } = subject;
    return repositorySeries(stores, { repository, organization: await organizationOf(stores, repository) });
  }
  const { owner, repositories } = subject;
  const settings = (await stores.settings.findOwner(repositories[0]?.installationId ?? 0)) ?? NO_SETTINGS;
  const asked = { repositories, policy: settings.policy.digest, configured: readDigestEnv(process.env) };
  const { place } = await findChoice(stores, asked);
  const series = place && (await organizationSeries(stores, { repositories, settings, place }));
  if (series !== undefined) return series;
  throw new UserError(
    `no repository for the digest of ${owner}: set digest.repository in .github/plimsoll.yml of ${owner}/.github`,
  );
}
