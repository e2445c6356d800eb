import type { Visibility } from "../domain/visibility.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";
import { knownWord } from "./words.ts";

/** A repository as GitHub knows it now. */
export interface FoundRepository extends RepositoryAddress {
  readonly id: number;
  readonly visibility: Visibility;
}

/** Finds a repository; `undefined` when there is none, or the app may not see it. */
export async function findRepository(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<FoundRepository | undefined> {
  const found = await octokit.rest.repos.get({ owner, repo: name }).catch(undefinedWhenUnknown(NO_EVENT));
  if (found === undefined) return undefined;
  const { data } = found;
  return { id: data.id, owner: data.owner.login, name: data.name, visibility: visibilityOf(data) };
}

/** The visibility of each of an organization's repositories that the app may see, by id; none of a person's. */
export async function fetchVisibilities(
  octokit: GitHubClient,
  owner: string,
): Promise<ReadonlyMap<number, Visibility>> {
  const found = await octokit
    .paginate(octokit.rest.repos.listForOrg, { org: owner, per_page: 100 })
    .catch(undefinedWhenUnknown(NO_EVENT));
  return new Map((found ?? []).map((repository) => [repository.id, visibilityOf(repository)]));
}

const VISIBILITIES = ["public", "internal", "private"] as const satisfies readonly Visibility[];

/** Enterprise Server before 3.0 tells only whether it is private; what is not told, or new, is taken as private. */
function visibilityOf(repository: {
  readonly visibility?: string | undefined;
  readonly private?: boolean | undefined;
}): Visibility {
  const { visibility } = repository;
  if (visibility === undefined) return repository.private === false ? "public" : "private";
  return knownWord("repository.visibility", VISIBILITIES, visibility) ?? "private";
}
