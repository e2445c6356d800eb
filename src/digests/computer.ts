import { floorOf } from "../domain/metric/builders.ts";
import type { Digest } from "../domain/metric/digest.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { type WithheldInOrganization, withheldAmong } from "../domain/metric/organization-withheld.ts";
import { startOf, type Week } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { measureRepository, zoneOf } from "./measure.ts";
import {
  computeOrganizationDigest,
  measureOrganization,
  type OrganizationRequest,
} from "./organization-digest.ts";
import { computeDigest, type DigestRequest } from "./repository-digest.ts";

/** What a week's digest of an organization depends on, and what it must not expose. */
export interface OrganizationState {
  /** Since when anything is measured; `undefined` when nothing is. */
  readonly since: Date | undefined;
  readonly withheld: WithheldInOrganization;
}

/** Whose state, in which week, as of when. */
export interface OrganizationStateRequest {
  readonly repositories: readonly Repository[];
  readonly week: Week;
  readonly now: Date;
  /** The privacy floor that the owner's config asks for. */
  readonly floor: number;
  /** Whether it asks for as many on each side of a split. */
  readonly isStrict?: boolean;
}

/** Computes what takes long, from what is stored; what goes in and comes out is plain data. */
export interface Computer {
  /** A repository's digest of one week. */
  repositoryDigest(request: DigestRequest): Promise<Digest>;
  /** Since when a repository is measured, as far as a week's digest looks back. */
  repositorySince(request: DigestRequest): Promise<Date | undefined>;
  organizationDigest(request: OrganizationRequest): Promise<Digest>;
  organizationState(request: OrganizationStateRequest): Promise<OrganizationState>;
}

/**
 * Since when a digest has something to tell of a repository.
 *
 * Where nothing is measured, though something was deployed or released, it tells why: a zero explains itself.
 */
function toldSince({ measuredSince, sighted }: Measured, start: Date): Date | undefined {
  return measuredSince ?? (sighted !== undefined && sighted.until.length > 0 ? start : undefined);
}

/** Computes in the thread that asks. */
export function createComputer(stores: Stores): Computer {
  return {
    repositoryDigest: (request) => computeDigest(stores, request),
    async repositorySince({ repository, week, now }) {
      const zone = await zoneOf(stores, repository);
      const { measured } = await measureRepository(stores, repository, { week, zone, now });
      return toldSince(measured, startOf(week, zone));
    },
    organizationDigest: (request) => computeOrganizationDigest(stores, request),
    async organizationState({ repositories, week, now, floor, isStrict }) {
      const { measured, zone } = await measureOrganization(stores, { repositories, week, now });
      const since = measured.flatMap((each) => toldSince(each, startOf(week, zone)) ?? []);
      const withheld = withheldAmong(measured, { week, zone, floor: floorOf({ floor }), isStrict });
      return { since: since.sort((a, b) => a.getTime() - b.getTime())[0], withheld };
    },
  };
}
