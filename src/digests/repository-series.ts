import { NOTHING_WITHHELD } from "../domain/metric/organization-withheld.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { findRepository } from "../github/visibility.ts";
import { OWNERS_REPOSITORY } from "../ingest/config-files.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { OrganizationSeries } from "./organization-series.ts";
import { repositoryPublication } from "./repository-publication.ts";
import type { Series } from "./series.ts";
import { zoneOf } from "./zone.ts";

/**
 * The digests of a repository in the repository itself; `undefined` when it has none.
 *
 * Where an organization publishes one for all, only a repository with a config of its own has one too.
 */
export async function repositorySeries(
  { stores, authenticate, clock, compute, definitionUrl }: DigestOptions,
  of: { readonly repository: Repository; readonly organization: OrganizationSeries | undefined },
): Promise<Series | undefined> {
  const { repository, organization } = of;
  const stored = await stores.settings.find(repository.id);
  const policy = stored?.policy ?? DEFAULT_POLICY;
  const isOwn = stored?.source === "repository" && repository.name !== OWNERS_REPOSITORY;
  if (!policy.digest.enabled || (organization !== undefined && !isOwn)) return undefined;
  const zone = await zoneOf(stores, repository);
  const isPublic = async () => {
    const octokit = await authenticate(repository);
    return (await findRepository(octokit, repository))?.visibility === "public";
  };
  return {
    ...{ installationId: repository.installationId, repository, zone },
    ...{ scope: "repository", policy: policy.digest },
    async measuredSince(week) {
      return (await compute.state({ repository, week, now: clock() })).since;
    },
    async publicationOf(week) {
      return repositoryPublication(stores, {
        ...{ repository, week, now: clock(), compute, definitionUrl },
        isPublic: policy.privacy.public && (await isPublic()),
        withheldIn: async (asked) => (await organization?.withheldOf(repository, asked)) ?? NOTHING_WITHHELD,
      });
    },
  };
}
