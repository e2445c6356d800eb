import type { Openness } from "../domain/refusal.ts";
import type { Visibility } from "../domain/visibility.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";
import { knownWord } from "./words.ts";

/** A repository on GitHub. */
export interface FoundRepository extends RepositoryAddress, Openness {
  readonly id: number;
  readonly visibility: Visibility;
}

/** Fetches a repository; `undefined` when there is none, or the app may not see it. */
export async function fetchRepository(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<FoundRepository | undefined> {
  const found = await octokit.rest.repos.get({ owner, repo: name }).catch(undefinedWhenUnknown(NO_EVENT));
  return found && toFoundRepository(found.data);
}

/** Fetches an organization's repositories that the app may see, by id; none for a person. */
export async function fetchRepositories(
  octokit: GitHubClient,
  owner: string,
): Promise<ReadonlyMap<number, FoundRepository>> {
  const asked = octokit.paginate(octokit.rest.repos.listForOrg, { org: owner, per_page: 100 });
  const found = await asked.catch(undefinedWhenUnknown(NO_EVENT));
  return new Map((found ?? []).map((repository) => [repository.id, toFoundRepository(repository)]));
}

/** Fetches the repositories that an installation covers now, of an organization or a person. */
export async function fetchCoveredRepositories(octokit: GitHubClient): Promise<readonly FoundRepository[]> {
  const asked = octokit.rest.apps.listReposAccessibleToInstallation;
  return (await octokit.paginate(asked, { per_page: 100 })).map(toFoundRepository);
}

/** The fields of a repository in GitHub's REST API that are read. */
export interface DescribedRepository {
  readonly id: number;
  readonly name: string;
  readonly owner: { readonly login: string };
  readonly visibility?: string | undefined;
  readonly private?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly has_issues?: boolean | undefined;
  readonly updated_at?: string | null | undefined;
}

/** Converts GitHub's description of a repository. */
export function toFoundRepository(described: DescribedRepository): FoundRepository {
  return {
    id: described.id,
    owner: described.owner.login,
    name: described.name,
    visibility: visibilityOf(described),
    ...opennessOf(described),
  };
}

/** Reads the state of a repository that decides what can be written there. */
export function opennessOf(
  described: Pick<DescribedRepository, "archived" | "has_issues" | "updated_at">,
): Openness {
  const { archived: isArchived, has_issues: hasIssues, updated_at: at } = described;
  return { isArchived, hasIssues, updatedAt: at ? new Date(at) : undefined };
}

const VISIBILITIES = ["public", "internal", "private"] as const satisfies readonly Visibility[];

/** Enterprise Server before 3.0 shows only whether it is private; a missing or new visibility counts as private. */
function visibilityOf(repository: Pick<DescribedRepository, "visibility" | "private">): Visibility {
  const { visibility } = repository;
  if (visibility === undefined) return repository.private === false ? "public" : "private";
  return knownWord("repository.visibility", VISIBILITIES, visibility) ?? "private";
}
