import type { GitHubClient } from "../github/octokit.ts";
import {
  type FoundOwner,
  fetchOwnedRepositories,
  fetchOwnedRepository,
  fetchOwner,
  type OwnedRepository,
} from "../github/owned-repositories.ts";
import { fetchViewerId } from "../github/viewer.ts";
import { ReportError } from "./report-error.ts";

/** The subject of a report: all repositories of an owner, or some by their names. */
export interface ReportScope {
  readonly owner: string;
  readonly names: readonly string[] | "all";
}

/** The repositories of a report. */
export interface FoundRepositories {
  readonly owner: string;
  readonly ownerId: number;
  readonly repositories: readonly OwnedRepository[];
  /** The repositories that are left out because nobody asked for them by name, in words; none if empty. */
  readonly leftOut: string;
}

/** Finds the repositories of a report. Throws a `ReportError` where there are none. */
export async function findRepositories(
  octokit: GitHubClient,
  { owner, names }: ReportScope,
): Promise<FoundRepositories> {
  return names === "all" ? findAll(octokit, owner) : findNamed(octokit, owner, names);
}

async function findNamed(
  octokit: GitHubClient,
  owner: string,
  names: readonly string[],
): Promise<FoundRepositories> {
  const found = new Map<number, OwnedRepository>();
  for (const name of names) {
    const repository = await fetchOwnedRepository(octokit, { owner, name });
    if (repository === undefined) {
      throw new ReportError(
        `GitHub shows no ${owner}/${name} to this token: check the name, and what the token may read`,
      );
    }
    found.set(repository.id, repository);
  }
  const repositories = [...found.values()];
  const [first, ...others] = repositories;
  if (first === undefined || others.some(({ ownerId }) => ownerId !== first.ownerId)) {
    throw new ReportError("some of these repositories have moved to another owner: name those of one owner");
  }
  return { owner: first.owner, ownerId: first.ownerId, repositories, leftOut: "" };
}

async function findAll(octokit: GitHubClient, name: string): Promise<FoundRepositories> {
  const owner = await fetchOwner(octokit, name);
  if (owner === undefined) throw new ReportError(`GitHub knows no ${name}: check the name`);
  const all = await fetchOwnedRepositories(octokit, owner, await viewerIdFor(octokit, owner));
  const repositories = all.filter(({ isArchived, isFork }) => isArchived !== true && !isFork);
  const leftOut = leftOutOf(all);
  if (repositories.length === 0) {
    throw new ReportError(
      `the token sees no repository of ${name} to read${leftOut && `: it sees ${leftOut}`}`,
    );
  }
  return { owner: owner.login, ownerId: owner.id, repositories, leftOut };
}

/** Only the list of a person's repositories depends on who asks. */
async function viewerIdFor(octokit: GitHubClient, { isOrganization }: FoundOwner) {
  return isOrganization ? undefined : fetchViewerId(octokit);
}

function leftOutOf(all: readonly OwnedRepository[]): string {
  const archived = all.filter(({ isArchived }) => isArchived === true).length;
  const forks = all.filter(({ isArchived, isFork }) => isArchived !== true && isFork).length;
  const parts = [
    ...(archived > 0 ? [`${archived} archived`] : []),
    ...(forks > 0 ? [`${forks} ${forks === 1 ? "fork" : "forks"}`] : []),
  ];
  return parts.join(" and ");
}
