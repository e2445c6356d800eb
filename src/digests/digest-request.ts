import type { Withheld } from "../domain/metric/organization-withheld.ts";
import type { Week } from "../domain/metric/week.ts";
import type { Visibility } from "../domain/visibility.ts";
import type { Repository } from "../storage/repositories.ts";

/** A repository's own digest, and the limits for its readers. */
export interface RepositorySubject {
  readonly repository: Repository;
  /** Whether everybody may read the repository. */
  readonly isPublic?: boolean;
  /** The figures that are withheld, since they would expose other repositories. */
  readonly withheld?: Withheld;
}

/** The digest of an organization, and the limits for its readers. */
export interface OrganizationSubject {
  readonly owner: string;
  /** Its repositories with the app installed. */
  readonly repositories: readonly Repository[];
  /** The repository in which it is published. */
  readonly place?: Repository;
  /** Who may read that place; absent where nobody but the operator reads the digest. */
  readonly readers?: Visibility;
  /** The time of which budgets are shown; the present time if absent. */
  readonly budgetsAt?: Date;
  /** The repositories, as `owner/name`, that all readers may see; all if absent. */
  readonly visible?: ReadonlySet<string>;
}

/** The subject and the week of a digest, and the present time. */
export type DigestRequest = (RepositorySubject | OrganizationSubject) & {
  readonly week: Week;
  readonly now: Date;
};
