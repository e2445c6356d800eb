import { setImmediate as turn } from "node:timers/promises";
import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import type { Measured } from "../domain/metric/measured.ts";
import type { Published } from "../domain/metric/reference.ts";
import type { Warning } from "../domain/metric/warnings.ts";
import type { Week } from "../domain/metric/week.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import { type MeasureStores, measureRepository, ZONE, zoneOf } from "./measure.ts";

/** Which digest of which organization, as of when. */
export interface OrganizationRequest {
  readonly owner: string;
  /** All of its repositories that the app is installed on. */
  readonly repositories: readonly Repository[];
  readonly week: Week;
  readonly now: Date;
  /** What its weeks came to as they were published. */
  readonly published?: Published;
  /** The repositories, as `owner/name`, that all who read it may see; all unless told. */
  readonly visible?: ReadonlySet<string>;
}

/** What of an organization's repositories is measured together. */
interface MeasuredOrganization {
  readonly measured: readonly Measured[];
  readonly warnings: readonly Warning[];
  readonly zone: string;
}

type DigestStores = MeasureStores & Pick<Stores, "rules" | "settings">;

/** Computes an organization's digest of one week from what is stored of its repositories. */
export async function computeOrganizationDigest(
  stores: DigestStores,
  request: OrganizationRequest,
): Promise<Digest> {
  const { owner, repositories, week, now, published, visible } = request;
  const { measured, warnings, zone } = await measureOrganization(stores, request);
  const installationId = repositories[0]?.installationId;
  const stored = installationId === undefined ? undefined : await stores.settings.findOwner(installationId);
  const { floor, strict: isStrict } = stored?.policy.privacy ?? DEFAULT_POLICY.privacy;
  return digestWeek(measured, {
    ...{ scope: owner, week, zone, now, warnings, published, visible },
    ...{ floor, isStrict },
  });
}

/** Judges what an organization's digest of a week looks at; repositories that opted out are left out. */
export async function measureOrganization(
  stores: DigestStores,
  { repositories, week, now }: Pick<OrganizationRequest, "repositories" | "week" | "now">,
): Promise<MeasuredOrganization> {
  const zone = await organizationZone(stores, repositories);
  const measured: Measured[] = [];
  const warnings = new Set<Warning>();
  for (const repository of repositories) {
    // Between two, whatever else waits has its turn.
    await turn();
    if ((await stores.settings.find(repository.id))?.policy.digest.enabled === false) continue;
    const found = await measureRepository(stores, repository, { week, zone, now });
    measured.push(found.measured);
    for (const warning of found.warnings) warnings.add(warning);
  }
  return { measured, warnings: [...warnings], zone };
}

/** The zone of an organization's days, which must be the same everywhere: its own, else that of all repositories, else UTC. */
export async function organizationZone(
  stores: Pick<Stores, "rules" | "settings">,
  repositories: readonly Repository[],
): Promise<string> {
  const [first] = repositories;
  const own = first && (await stores.settings.findOwner(first.installationId));
  if (own !== undefined && own.timezone !== ZONE) return own.timezone;
  const zones = new Set<string>();
  for (const repository of repositories) zones.add(await zoneOf(stores, repository));
  const [only, ...others] = zones;
  return only !== undefined && others.length === 0 ? only : ZONE;
}
