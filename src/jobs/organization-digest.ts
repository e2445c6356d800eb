import { setImmediate as turn } from "node:timers/promises";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Measured } from "../domain/metric/measured.ts";
import type { Warning } from "../domain/metric/warnings.ts";
import type { Week } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { measureRepository, ZONE, zoneOf } from "./measure.ts";

/** Which digest of which organization, as of when. */
export interface OrganizationRequest {
  readonly owner: string;
  readonly repositories: readonly Repository[];
  readonly week: Week;
  readonly now: Date;
}

/** Computes an organization's digest of one week from what is stored of its repositories. */
export async function computeOrganizationDigest(
  stores: Pick<Stores, "histories" | "rules">,
  { owner, repositories, week, now }: OrganizationRequest,
): Promise<Digest> {
  const zone = await commonZone(stores, repositories);
  const measured: Measured[] = [];
  const warnings = new Set<Warning>();
  for (const repository of repositories) {
    // Between two, whatever else waits has its turn.
    await turn();
    const found = await measureRepository(stores, repository, { week, zone, now });
    measured.push(found.measured);
    for (const warning of found.warnings) warnings.add(warning);
  }
  return digestWeek(measured, { scope: owner, week, zone, now, warnings: [...warnings] });
}

/** The zone of all repositories, or else UTC: an organization's days must be the same everywhere. */
async function commonZone(
  stores: Pick<Stores, "rules">,
  repositories: readonly Repository[],
): Promise<string> {
  const zones = new Set<string>();
  for (const repository of repositories) zones.add(await zoneOf(stores, repository));
  const [only, ...others] = zones;
  return only !== undefined && others.length === 0 ? only : ZONE;
}
