import type { Digest } from "../domain/metric/digest.ts";
import type { WithheldInOrganization } from "../domain/metric/organization-withheld.ts";
import type { Week } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";
import type { DigestRequest } from "./digest-request.ts";
import type { OrganizationRequest } from "./organization-digest.ts";

/** What a week's digest of an organization depends on, and what it must not expose. */
export interface OrganizationState {
  /** Since when anything is measured; `undefined` when nothing is. */
  readonly since: Date | undefined;
  readonly withheld: WithheldInOrganization;
}

/** Whose state, in which week, as of when. */
interface OrganizationStateRequest {
  readonly repositories: readonly Repository[];
  readonly week: Week;
  readonly now: Date;
  /** The privacy floor that the owner's config asks for. */
  readonly floor: number;
  /** Whether it asks for as many on each side of a split. */
  readonly isStrict?: boolean;
}

/** Computes what takes long, from what is stored; what goes in and comes out is plain data. */
export interface Computer {
  /** A repository's digest of one week. */
  repositoryDigest(request: DigestRequest): Promise<Digest>;
  /** Since when a repository is measured, as far as a week's digest looks back. */
  repositorySince(request: DigestRequest): Promise<Date | undefined>;
  organizationDigest(request: OrganizationRequest): Promise<Digest>;
  organizationState(request: OrganizationStateRequest): Promise<OrganizationState>;
}
