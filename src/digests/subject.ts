import type { DigestQuery } from "../domain/metric/digest.ts";
import { NOTHING_WITHHELD } from "../domain/metric/organization-withheld.ts";
import type { SealedReaders } from "../domain/metric/sealed.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { DigestPlace } from "../domain/records/digest-place.ts";
import type { DatedScopes } from "../domain/scopes/named-scopes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { OrganizationSubject, RepositorySubject } from "./digest-request.ts";
import { findMeasured } from "./measured.ts";
import { organizationZone, zoneOf } from "./zone.ts";

/** The sources of a digest, and the limits for its readers: the same for a repository and for an organization. */
interface LoadedSubject {
  /** `owner/name` of a repository, or the name of an organization. */
  readonly name: string;
  /** The measured repositories. */
  readonly repositories: readonly Repository[];
  readonly zone: string;
  /** The named scopes of an organization, of all times. */
  readonly scopes: readonly DatedScopes[];
  /** The place of its digests. */
  readonly place: DigestPlace | undefined;
  readonly readers: SealedReaders & Pick<DigestQuery, "floor" | "isStrict" | "visible">;
}

type SubjectStores = Pick<Stores, "rules" | "settings" | "scopes">;

/** Loads the stored facts about the subject of a digest. */
export function loadSubject(
  stores: SubjectStores,
  subject: RepositorySubject | OrganizationSubject,
): Promise<LoadedSubject> {
  return "owner" in subject ? ofOrganization(stores, subject) : ofRepository(stores, subject);
}

/** `owner/name`. */
export function nameOf({ owner, name }: Pick<Repository, "owner" | "name">): string {
  return `${owner}/${name}`;
}

async function ofRepository(
  stores: SubjectStores,
  { repository, isPublic = false, withheld = NOTHING_WITHHELD }: RepositorySubject,
): Promise<LoadedSubject> {
  const { privacy } = (await stores.settings.find(repository.id))?.policy ?? DEFAULT_POLICY;
  return {
    name: nameOf(repository),
    repositories: [repository],
    zone: await zoneOf(stores, repository),
    scopes: [],
    place: { repositoryId: repository.id, scope: "repository" },
    readers: {
      ...withheld,
      floor: privacy.floor,
      isStrict: privacy.strict,
      isPublic: privacy.public && isPublic,
    },
  };
}

/** Leaves out repositories that opted out. */
async function ofOrganization(
  stores: SubjectStores,
  { owner, repositories, place, visible }: OrganizationSubject,
): Promise<LoadedSubject> {
  const [first] = repositories;
  const stored = first && (await stores.settings.findOwner(first.installationId));
  const { privacy } = stored?.policy ?? DEFAULT_POLICY;
  return {
    name: owner,
    repositories: await findMeasured(stores, repositories),
    zone: await organizationZone(stores, repositories),
    scopes: first === undefined ? [] : await stores.scopes.list(first.installationId),
    place: place && { repositoryId: place.id, scope: "owner" },
    readers: {
      ...NOTHING_WITHHELD,
      floor: privacy.floor,
      isStrict: privacy.strict,
      isPublic: false,
      visible,
    },
  };
}
