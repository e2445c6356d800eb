import type { ChosenPer } from "../domain/digest-choice.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import { throwIfLost } from "../storage/sql/lost-database.ts";
import type { Stores } from "../storage/stores.ts";
import type { DigestOptions } from "./digest-options.ts";
import type { OrganizationSubject } from "./digest-request.ts";
import { findChoice, renewChoice, wouldBeOne } from "./organization-choice.ts";
import { asksForItsOwn } from "./own-digest.ts";
import type { OrganizationPlace, OrganizationSeries, RepositorySeries } from "./series.ts";
import { organizationZone, zoneOf } from "./zone.ts";

type SeriesStores = Pick<Stores, "backfills" | "rules" | "settings">;

/** The settings of an owner whose config could never be read. */
export const NO_SETTINGS: OwnerSettings = { policy: DEFAULT_POLICY, timezone: "UTC" };

/** Who has digests, and those of the organization. */
export interface DigestsOfOwner {
  /** `undefined` where the owner's config disables the digest. */
  readonly per: ChosenPer | undefined;
  /** Whether no repository begins a digest of its own unless its own config asks for it. */
  readonly isOne: boolean;
  /** `undefined` where the organization has no digest, or no place for it. */
  readonly series: OrganizationSeries | undefined;
}

/** Finds who has digests, of the organization of some repositories. */
export async function findDigestsOfOwner(
  options: DigestOptions,
  repositories: readonly Repository[],
): Promise<DigestsOfOwner> {
  const { stores, configured } = options;
  const [first] = repositories;
  const settings = (first && (await settingsOf(options, first))) ?? NO_SETTINGS;
  const asked = { repositories, policy: settings.policy.digest, configured };
  if (!settings.policy.digest.enabled)
    return { per: undefined, isOne: await wouldBeOne(options, asked), series: undefined };
  await renewChoice(options, asked);
  const { per, place } = await findChoice(stores, asked);
  const isOne = per === "organization";
  if (place === undefined) return { per, isOne, series: undefined };
  // A place that was just chosen is stored from now on, and belongs to the organization.
  const isNew = place.source === "choice" && repositories.every(({ id }) => id !== place.repository?.id);
  const all = isNew && place.repository !== undefined ? [...repositories, place.repository] : repositories;
  return { per, isOne, series: await organizationSeries(stores, { repositories: all, settings, place }) };
}

/** The digests of an organization in a place. */
export async function organizationSeries(
  stores: SeriesStores,
  of: {
    readonly repositories: readonly Repository[];
    readonly settings: OwnerSettings;
    readonly place: OrganizationPlace;
  },
): Promise<OrganizationSeries | undefined> {
  const { repositories, settings, place } = of;
  const [first] = repositories;
  if (first === undefined) return undefined;
  const read = await withReadPast(stores, repositories);
  return {
    scope: "owner",
    installationId: first.installationId,
    subject: { owner: first.owner, repositories: read },
    unread: repositories.length - read.length,
    ...place,
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
    throwIfLost(error);
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
 * Where its organization has one for all, a repository has its own only if its own config asks for it.
 */
export async function findRepositorySeries(
  stores: SeriesStores,
  of: {
    readonly repository: Repository;
    readonly organization: OrganizationSubject | undefined;
    readonly isPartOfOne: boolean;
  },
): Promise<RepositorySeries | undefined> {
  const series = await repositorySeries(stores, of);
  const isLeft = of.isPartOfOne && !(await asksForItsOwn(stores, of.repository));
  return series.policy.enabled && !isLeft ? series : undefined;
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
