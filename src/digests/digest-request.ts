import type { Withheld } from "../domain/metric/organization-withheld.ts";
import type { Week } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";

/** Which digest, as of when, and what its readers may know. */
export interface DigestRequest {
  readonly repository: Repository;
  readonly week: Week;
  readonly now: Date;
  /** Whether everybody may read the repository. */
  readonly isPublic?: boolean;
  /** What is withheld, since it would expose other repositories. */
  readonly withheld?: Withheld;
}
