import { type Withheld, withheldOf } from "../domain/metric/organization-withheld.ts";
import type { Week } from "../domain/metric/week.ts";
import type { ScopedClients } from "../github/scoped-auth.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import type { DigestOptions } from "./digest-options.ts";
import { organizationPublication } from "./organization-publication.ts";
import type { Series } from "./series.ts";
import type { SubjectState } from "./state.ts";
import { organizationZone } from "./zone.ts";

/** The digests of an organization in the repository that its config names. */
export interface OrganizationSeries extends Series {
  /**
   * The numbers of a repository's own digest that would expose the rest of the organization. A reader can subtract what
   * repositories publish from what the organization publishes: the rest must have no builder, or as many as the floor.
   */
  withheldOf(repository: Repository, week: Week): Promise<Withheld>;
}

/** What the digests of repositories and organizations need. */
export interface DigestJobOptions extends DigestOptions, ScopedClients {}

/** The digests of the organization that some repositories belong to; `undefined` unless its config names a place. */
export async function organizationSeries(
  options: DigestJobOptions,
  repositories: readonly Repository[],
): Promise<OrganizationSeries | undefined> {
  const { stores, authenticateOwner, clock, compute, definitionUrl } = options;
  const [first] = repositories;
  const settings = first && (await settingsOf(options, first));
  const target = settings?.policy.digest.repository;
  if (first === undefined || target === undefined || !settings?.policy.digest.enabled) return undefined;
  // GitHub takes a name in any case.
  const place = target.split("/").at(-1)?.toLowerCase();
  const zone = await organizationZone(stores, repositories);
  const { measured, unread } = await partOf(stores, repositories);
  const states = new Map<Week, Promise<SubjectState>>();
  const stateIn = (week: Week) => {
    const found =
      states.get(week) ?? compute.state({ owner: first.owner, repositories: measured, week, now: clock() });
    states.set(week, found);
    return found;
  };
  return {
    ...{ installationId: first.installationId, zone },
    ...{ scope: "owner", policy: settings.policy.digest },
    repository: repositories.find(({ name }) => name.toLowerCase() === place),
    async measuredSince(week) {
      return (await stateIn(week)).since;
    },
    async publicationOf(week) {
      const octokit = await authenticateOwner(first.installationId);
      const { owner, installationId } = first;
      return organizationPublication(octokit, stores, {
        ...{ owner, installationId, repositories: measured, unread, settings, target, zone, week },
        ...{ now: clock(), compute, definitionUrl },
      });
    },
    async withheldOf({ owner, name }, week) {
      return withheldOf((await stateIn(week)).withheld, `${owner}/${name}`);
    },
  };
}

/**
 * The repositories that an organization's digest is made of, and how many are left out.
 *
 * One whose past is read for the first time would count in part; the others do not wait for it, and it is said. One that is
 * read anew, after a time of which GitHub sent nothing, was in the numbers before, and stays.
 */
export async function partOf({ backfills }: Pick<Stores, "backfills">, repositories: readonly Repository[]) {
  const first = new Set(await backfills.listFirst());
  const measured = repositories.filter(({ id }) => !first.has(id));
  return { measured, unread: repositories.length - measured.length };
}

/** What the owner's config says now; while GitHub cannot be asked, what it said last. */
async function settingsOf(
  { stores, settings, log }: DigestOptions,
  owner: Repository,
): Promise<OwnerSettings | undefined> {
  try {
    return await settings.ofOwner(owner);
  } catch (error) {
    log.warn(
      { installationId: owner.installationId, err: error },
      "The owner's config could not be read, the last one stays",
    );
    return stores.settings.findOwner(owner.installationId);
  }
}
