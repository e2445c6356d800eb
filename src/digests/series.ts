import type { DigestPolicy } from "../domain/policy.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";

/** The digests published in one place, week after week. */
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
  /** Whether its config allows treating everything as public, if everybody may read the repository. */
  readonly saysPublic: boolean;
  /** The organization that also publishes a digest of all its repositories. */
  readonly organization: OrganizationSubject | undefined;
}

/** The place of an organization's digest. */
export interface OrganizationPlace {
  /** Whether a config, the environment, or nobody named it. */
  readonly source: "config" | "environment" | "choice";
  /** Its name: `NAME` or `OWNER/NAME`. */
  readonly target: string;
  /** The repository; `undefined` while only its name is known, until the first digest is published. */
  readonly repository: Repository | undefined;
}

/** The digests of an organization in one of its repositories. */
export interface OrganizationSeries extends AnySeries, OrganizationPlace {
  readonly scope: "owner";
  readonly subject: OrganizationSubject;
  /** The number of further repositories that are left out, since their past is still being read. */
  readonly unread: number;
  readonly settings: OwnerSettings;
}
