import { floorOf } from "../domain/metric/builders.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { withheldAmong } from "../domain/metric/organization-withheld.ts";
import { startOf } from "../domain/metric/week.ts";
import type { Stores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import { measureRepository, zoneOf } from "./measure.ts";
import { computeOrganizationDigest, measureOrganization } from "./organization-digest.ts";
import { computeDigest } from "./repository-digest.ts";

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
