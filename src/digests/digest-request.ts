import type { Withheld } from "../domain/metric/organization-withheld.ts";
import type { Week } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";

/** A repository's own digest, and what its readers may know. */
export interface RepositorySubject {
  readonly repository: Repository;
  /** Whether everybody may read the repository. */
  readonly isPublic?: boolean;
  /** What is withheld, since it would expose other repositories. */
  readonly withheld?: Withheld;
}

/** The digest of an organization, and what its readers may know. */
export interface OrganizationSubject {
  readonly owner: string;
  /** Its repositories that the app is installed on. */
  readonly repositories: readonly Repository[];
  /** The repository in which it is published. */
  readonly place?: Repository;
  /** The repositories, as `owner/name`, that all readers may see; all unless told. */
  readonly visible?: ReadonlySet<string>;
}

/** Whose digest, of which week, as of when. */
export type DigestRequest = (RepositorySubject | OrganizationSubject) & {
  readonly week: Week;
  readonly now: Date;
};
