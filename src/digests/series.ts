import type { DigestPolicy } from "../domain/policy.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";

/** Digests that are published in one place, week after week. */
export type Series = RepositorySeries | OrganizationSeries;

interface AnySeries {
  readonly installationId: number;
  readonly zone: string;
  readonly policy: DigestPolicy;
}

/** The digests of a repository in the repository itself. */
export interface RepositorySeries extends AnySeries {
  readonly scope: "repository";
  readonly repository: Repository;
  readonly subject: RepositorySubject;
  /** Whether its config says that all is public, if everybody may read the repository. */
  readonly saysPublic: boolean;
  /** The organization that publishes a digest of all its repositories as well. */
  readonly organization: OrganizationSubject | undefined;
}

/** The digests of an organization in the repository that its config names. */
export interface OrganizationSeries extends AnySeries {
  readonly scope: "owner";
  /** The place; `undefined` while it is known by its name only, until the first digest is published. */
  readonly repository: Repository | undefined;
  readonly subject: OrganizationSubject;
  /** The place as the config says it: `NAME` or `OWNER/NAME`. */
  readonly target: string;
  /** How many more repositories are left out, since their past is still being read. */
  readonly unread: number;
  readonly settings: OwnerSettings;
}
