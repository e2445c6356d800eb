import type { Week } from "../domain/metric/week.ts";
import type { DigestPolicy } from "../domain/policy.ts";
import type { DigestScope } from "../domain/records/digest-place.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Publication } from "./publish.ts";

/** Digests that are published in one place, week after week. */
export interface Series {
  readonly installationId: number;
  /** Where; `undefined` while the place is known by its name only, until the first is published. */
  readonly repository: Repository | undefined;
  readonly scope: DigestScope;
  readonly zone: string;
  readonly policy: DigestPolicy;
  /** Since when anything is measured, as far as a week's digest looks back; `undefined` when nothing is. */
  measuredSince(week: Week): Promise<Date | undefined>;
  publicationOf(week: Week): Promise<Publication>;
}
