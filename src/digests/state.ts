import { floorOf } from "../domain/metric/builders.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { type WithheldInOrganization, withheldAmong } from "../domain/metric/organization-withheld.ts";
import { startOf } from "../domain/metric/week.ts";
import type { DigestStores } from "./compute.ts";
import type { DigestRequest } from "./digest-request.ts";
import { measureAll, together } from "./measure.ts";
import { loadSubject } from "./subject.ts";

/** Whether there is anything to publish, and the limits for it. */
export interface SubjectState {
  /** The time since which anything is measured, within the weeks of the digest; `undefined` when nothing is. */
  readonly since: Date | undefined;
  /** The zone of its days and weeks. */
  readonly zone: string;
  /** The figures that the repositories of an organization must not publish themselves. */
  readonly withheld: WithheldInOrganization;
}

const NOTHING: WithheldInOrganization = { builders: [], splits: new Map(), pulls: [] };

/** Finds the state of a repository or an organization in a week. */
export async function findState(stores: DigestStores, request: DigestRequest): Promise<SubjectState> {
  const { week, now } = request;
  const { repositories, zone, readers } = await loadSubject(stores, request);
  const { measured } = together(await measureAll(stores, repositories, { week, zone, now }));
  const since = measured.flatMap((each) => shownSince(each, startOf(week, zone)) ?? []);
  const rules = { week, zone, floor: floorOf(readers), isStrict: readers.isStrict };
  return {
    since: since.sort((a, b) => a.getTime() - b.getTime())[0],
    zone,
    withheld: "owner" in request ? withheldAmong(measured, rules) : NOTHING,
  };
}

/**
 * The time since which a digest has content about a repository.
 *
 * Where nothing is measured, but something was deployed or released, the digest explains the zero.
 */
function shownSince({ measuredSince, zeroFacts }: Measured, start: Date): Date | undefined {
  return measuredSince ?? (zeroFacts !== undefined && zeroFacts.until.length > 0 ? start : undefined);
}
