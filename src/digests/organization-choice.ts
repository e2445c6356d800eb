import { type ChosenPer, choosePer, choosePlace, PLACE_NAMES } from "../domain/digest-choice.ts";
import type { DigestPolicy } from "../domain/policy.ts";
import { fetchCoveredRepositories } from "../github/visibility.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";
import type { ConfiguredDigest, DigestOptions } from "./digest-options.ts";
import { dueWeek } from "./due-weeks.ts";
import { findMeasured } from "./measured.ts";
import { asksForItsOwn } from "./own-digest.ts";
import type { OrganizationPlace } from "./series.ts";
import { organizationZone } from "./zone.ts";

/** The repositories of an owner, and what the owner's config and the environment say about the digest. */
interface Asked {
  readonly repositories: readonly Repository[];
  readonly policy: DigestPolicy;
  readonly configured: ConfiguredDigest | undefined;
}

/** Who has digests, and the place of the organization's; `undefined` where it has none. */
interface OrganizationChoice {
  readonly per: ChosenPer;
  readonly place: OrganizationPlace | undefined;
}

/** Finds who has digests now: as the config says, else the environment, else as it was chosen by the number. */
export async function findChoice(
  stores: Pick<Stores, "installations" | "repositories">,
  asked: Asked,
): Promise<OrganizationChoice> {
  const { repositories } = asked;
  const said = saidBy(asked);
  const installationId = repositories[0]?.installationId ?? 0;
  const chosen = await stores.installations.findDigestChoice(installationId);
  const per = said.per ?? chosen?.per ?? "repository";
  if (per === "repository") return { per, place: undefined };
  if (said.place !== undefined) return { per, place: said.place };
  const repository =
    chosen?.repositoryId === undefined ? undefined : await stores.repositories.find(chosen.repositoryId);
  if (repository?.installationId !== installationId) return { per, place: undefined };
  return { per, place: { source: "choice", target: repository.name, repository } };
}

/** The place with a name in a config; its repository is `undefined` while the store does not know it. */
export function namedPlace(
  repositories: readonly Repository[],
  target: string,
  source: OrganizationPlace["source"],
): OrganizationPlace {
  // GitHub ignores the case of names.
  const place = target.split("/").at(-1)?.toLowerCase();
  return { source, target, repository: repositories.find(({ name }) => name.toLowerCase() === place) };
}

/** What the owner's config says, or else the environment; `undefined` for what both leave open. */
function saidBy({ repositories, policy, configured }: Asked): {
  readonly per: ChosenPer | undefined;
  readonly place: OrganizationPlace | undefined;
} {
  const { per, repository } = policy;
  if (repository !== undefined)
    return { per: "organization", place: namedPlace(repositories, repository, "config") };
  const name = configured?.repository;
  // A name alone asks for one digest, in the environment as in a config.
  const perByEnvironment = configured?.per ?? (name === undefined ? undefined : "organization");
  return {
    per: per === "auto" ? perByEnvironment : per,
    place: name === undefined ? undefined : namedPlace(repositories, name, "environment"),
  };
}

/**
 * Chooses who has digests, once a week, and the repository of the organization's. A missing repository is looked for at
 * each call. Where the config and the environment leave nothing open, an earlier choice is forgotten.
 */
export async function renewChoice(options: DigestOptions, asked: Asked): Promise<void> {
  const { installations } = options.stores;
  const installationId = asked.repositories[0]?.installationId ?? 0;
  const said = saidBy(asked);
  const before = await installations.findDigestChoice(installationId);
  if (said.per === "repository" || (said.per !== undefined && said.place !== undefined)) {
    if (before !== undefined) await installations.saveDigestChoice(installationId, undefined);
    return;
  }
  const { per, week, lastPlace } = await chooseNow(options, asked);
  const isOpen = per === "organization" && said.place === undefined;
  const present = isOpen ? (await findChoice(options.stores, asked)).place?.repository?.id : undefined;
  const isChosen = before !== undefined && before.week >= week && before.per === per;
  if (isChosen && (!isOpen || present !== undefined)) return;
  const repositoryId = isOpen
    ? await findPlace(options, asked.repositories, present ?? lastPlace)
    : undefined;
  await installations.saveDigestChoice(installationId, { week, per, repositoryId });
}

/** Whether an organization whose config disables its digest would have one for all its repositories. */
export async function wouldBeOne(options: DigestOptions, asked: Asked): Promise<boolean> {
  return (await chooseNow(options, asked)).per === "organization";
}

/** Who would have digests by a choice of now, and the repository with the organization's open issue. */
async function chooseNow({ stores, clock }: DigestOptions, asked: Asked) {
  const { repositories, policy } = asked;
  const before = await stores.installations.findDigestChoice(repositories[0]?.installationId ?? 0);
  const week = dueWeek(clock(), await organizationZone(stores, repositories), policy);
  const { lastPlace, ...own } = await countOwn(stores, repositories);
  return { per: saidBy(asked).per ?? choosePer({ before, week, ...own }), week, lastPlace };
}

/**
 * The number of repositories that would have a digest of their own, whether they have open issues, and the repository
 * with the organization's open issue.
 */
async function countOwn(stores: Stores, repositories: readonly Repository[]) {
  let count = 0;
  const asking = new Set<number>();
  for (const repository of repositories) {
    const { id, name, isArchived } = repository;
    const isOff = (await stores.settings.find(id))?.policy.digest.enabled === false;
    if (await asksForItsOwn(stores, repository)) asking.add(id);
    if (isArchived !== true && !isOff && !isPlaceName(name)) count += 1;
  }
  const open = await stores.digests.listOpen(repositories[0]?.installationId ?? 0);
  const isOwn = (each: (typeof open)[number]) =>
    each.scope === "repository" && !asking.has(each.repositoryId);
  const lastPlace = open.findLast(({ scope }) => scope === "owner")?.repositoryId;
  return { repositories: count, hasOwnIssues: open.some(isOwn), lastPlace };
}

/** A repository that can only hold a digest has none of its own. */
function isPlaceName(name: string): boolean {
  return PLACE_NAMES.includes(name.toLowerCase());
}

/** Finds the repository of the organization's digest, and stores it; `undefined` where GitHub shows none. */
async function findPlace(
  { stores, authenticateOwner }: DigestOptions,
  repositories: readonly Repository[],
  present: number | undefined,
): Promise<number | undefined> {
  const installationId = repositories[0]?.installationId ?? 0;
  const there = await fetchCoveredRepositories(await authenticateOwner(installationId));
  const measured = (await findMeasured(stores, repositories)).map(({ id }) => id);
  const found = choosePlace(there, { measured, present });
  if (found === undefined) return undefined;
  const { visibility: _, ...place } = found;
  await stores.repositories.remember({ ...place, installationId });
  return found.id;
}
