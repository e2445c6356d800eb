import { type Digest, type DigestQuery, digestWeek } from "../../../src/domain/metric/digest.ts";
import { type Measured, toMeasured } from "../../../src/domain/metric/measured.ts";
import { deriveShipping, type Shipping } from "../../../src/domain/shipping/shipping.ts";
import { type Counts, countNaively } from "./naive.ts";
import type { Studio } from "./studio.ts";
import { LAST_WEEK, NOW, PLAYED_WEEK, ZONE } from "./time.ts";

/** What came out of a play. */
export interface Outcome {
  readonly naive: Counts;
  /** Normalized deployments of the weeks played and all later ones. */
  readonly normalized: number;
  readonly shipping: Shipping;
  readonly measured: Measured;
  /** The digest of the first week played, unless told otherwise. */
  digest(query?: Partial<DigestQuery>): Digest;
}

/** Looks at what a team did when all of it is final. */
export function outcomeOf(studio: Studio): Outcome {
  const readings = studio.readings();
  const history = studio.history(readings);
  const shipping = deriveShipping(history, NOW);
  const measured = toMeasured("acme/shop", shipping, { lines: studio.lines() });
  const digest = (query: Partial<DigestQuery> = {}) =>
    digestWeek([measured], { scope: "acme/shop", week: PLAYED_WEEK, zone: ZONE, now: NOW, ...query });
  return {
    naive: countNaively(history, readings),
    normalized: totalSince(digest({ week: LAST_WEEK })),
    shipping,
    measured,
    digest,
  };
}

function totalSince({ weeks }: Digest): number {
  return weeks.filter(({ week }) => week >= PLAYED_WEEK).reduce((sum, { total }) => sum + total, 0);
}
