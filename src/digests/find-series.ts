import { DEFAULT_POLICY } from "../domain/policy.ts";
import { OWNERS_REPOSITORY } from "../ingest/config-files.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { OrganizationSubject } from "./digest-request.ts";
import type { OrganizationSeries, RepositorySeries } from "./series.ts";
import { organizationZone, zoneOf } from "./zone.ts";

type SeriesStores = Pick<Stores, "backfills" | "rules" | "settings">;

/** The digests of the organization of some repositories; `undefined` where its config disables them. */
export async function findOrganizationSeries(
  options: DigestOptions,
  repositories: readonly Repository[],
): Promise<OrganizationSeries | undefined> {
  const [first] = repositories;
  const settings = first && (await settingsOf(options, first));
  if (!settings?.policy.digest.enabled) return undefined;
  return organizationSeries(options.stores, { repositories, settings });
}

/** The digests of an organization by its config; `undefined` where that names no place. */
export async function organizationSeries(
  stores: SeriesStores,
  of: { readonly repositories: readonly Repository[]; readonly settings: OwnerSettings },
): Promise<OrganizationSeries | undefined> {
  const { repositories, settings } = of;
  const [first] = repositories;
  const target = settings.policy.digest.repository;
  if (first === undefined || target === undefined) return undefined;
  // GitHub ignores the case of names.
  const place = target.split("/").at(-1)?.toLowerCase();
  const read = await withReadPast(stores, repositories);
  return {
    scope: "owner",
    installationId: first.installationId,
    subject: { owner: first.owner, repositories: read },
    unread: repositories.length - read.length,
    repository: repositories.find(({ name }) => name.toLowerCase() === place),
    target,
    settings,
    policy: settings.policy.digest,
    zone: await organizationZone(stores, repositories),
  };
}

/**
 * The repositories in an organization's digest.
 *
 * A repository whose past is read for the first time would count only in part, so it is left out, and the others do not
 * wait for it. A repository whose past is read again after a gap was in the numbers before, and stays.
 */
export async function withReadPast(
  { backfills }: Pick<Stores, "backfills">,
  repositories: readonly Repository[],
): Promise<readonly Repository[]> {
  const first = new Set(await backfills.listNeverRead());
  return repositories.filter(({ id }) => !first.has(id));
}

/** The present config of the owner, or the last one while GitHub cannot be asked. */
async function settingsOf(
  { stores, settings, log }: DigestOptions,
  owner: Repository,
): Promise<OwnerSettings | undefined> {
  try {
    return await settings.loadOwner(owner);
  } catch (error) {
    log.warn(
      { installationId: owner.installationId, err: error },
      "The owner's config could not be read, the last one stays",
    );
    return stores.settings.findOwner(owner.installationId);
  }
}

/**
 * The digests of a repository; `undefined` where its config disables them.
 *
 * Where an organization publishes one for all, a repository has its own only with a config of its own.
 */
export async function findRepositorySeries(
  stores: SeriesStores,
  of: { readonly repository: Repository; readonly organization: OrganizationSubject | undefined },
): Promise<RepositorySeries | undefined> {
  const stored = await stores.settings.find(of.repository.id);
  const isOwn = stored?.source === "repository" && of.repository.name !== OWNERS_REPOSITORY;
  const series = await repositorySeries(stores, of);
  return series.policy.enabled && (of.organization === undefined || isOwn) ? series : undefined;
}

/** The digests of a repository by its config. */
export async function repositorySeries(
  stores: SeriesStores,
  of: { readonly repository: Repository; readonly organization: OrganizationSubject | undefined },
): Promise<RepositorySeries> {
  const { repository, organization } = of;
  const { digest, privacy } = (await stores.settings.find(repository.id))?.policy ?? DEFAULT_POLICY;
  return {
    scope: "repository",
    installationId: repository.installationId,
    repository,
    subject: { repository },
    saysPublic: privacy.public,
    organization,
    policy: digest,
    zone: await zoneOf(stores, repository),
  };
}
