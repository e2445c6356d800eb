import { floorOf } from "../domain/metric/builders.ts";
import type { Measured } from "../domain/metric/measured.ts";
import { type WithheldInOrganization, withheldAmong } from "../domain/metric/organization-withheld.ts";
import { startOf } from "../domain/metric/week.ts";
import type { DigestStores } from "./compute.ts";
import type { DigestRequest } from "./digest-request.ts";
import { measureAll } from "./measure.ts";
import { loadSubject } from "./subject.ts";

/** Whether there is a digest to tell of, and what it must not expose. */
export interface SubjectState {
  /** Since when anything is measured, as far as a week's digest looks back; `undefined` when nothing is. */
  readonly since: Date | undefined;
  /** The zone of its days and weeks. */
  readonly zone: string;
  /** What the repositories of an organization must not publish themselves. */
  readonly withheld: WithheldInOrganization;
}

const NOTHING: WithheldInOrganization = { builders: [], splits: new Map() };

/** Finds the state of a repository or an organization in a week. */
export async function findState(stores: DigestStores, request: DigestRequest): Promise<SubjectState> {
  const { week, now } = request;
  const { repositories, zone, readers } = await loadSubject(stores, request);
  const { measured } = await measureAll(stores, repositories, { week, zone, now });
  const since = measured.flatMap((each) => shownSince(each, startOf(week, zone)) ?? []);
  const rules = { week, zone, floor: floorOf(readers), isStrict: readers.isStrict };
  return {
    since: since.sort((a, b) => a.getTime() - b.getTime())[0],
    zone,
    withheld: "owner" in request ? withheldAmong(measured, rules) : NOTHING,
  };
}

/**
 * Since when a digest has something to say of a repository.
 *
 * Where nothing is measured, though something was deployed or released, it says why: a zero explains itself.
 */
function shownSince({ measuredSince, sighted }: Measured, start: Date): Date | undefined {
  return measuredSince ?? (sighted !== undefined && sighted.until.length > 0 ? start : undefined);
}
