import type { Visibility } from "../domain/visibility.ts";
import {
  type GitHubClient,
  type RepositoryAddress,
  statusOf,
  undefinedOn,
  undefinedWhen,
} from "./octokit.ts";
import { rateLimitWait } from "./rate-limits.ts";
import { type DescribedRepository, type FoundRepository, toFoundRepository } from "./visibility.ts";

/** The account that owns repositories. */
export interface FoundOwner {
  readonly id: number;
  readonly login: string;
  readonly isOrganization: boolean;
}

/** A repository as a token sees it. */
export interface OwnedRepository extends FoundRepository {
  readonly ownerId: number;
  readonly visibility: Visibility;
  readonly isFork: boolean;
}

type ListedRepository = DescribedRepository & {
  readonly owner: { readonly id: number };
  readonly fork?: boolean;
};

const OWN = { affiliation: "owner", per_page: 100 };

/** Fetches an account; `undefined` when there is none. */
export async function fetchOwner(octokit: GitHubClient, username: string): Promise<FoundOwner | undefined> {
  const answer = await octokit.rest.users.getByUsername({ username }).catch(undefinedOn(404));
  if (answer === undefined) return undefined;
  const { id, login, type } = answer.data;
  return { id, login, isOrganization: type === "Organization" };
}

/** Fetches a repository; `undefined` when there is none, or the token may not see it. */
export async function fetchOwnedRepository(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<OwnedRepository | undefined> {
  const answer = await octokit.rest.repos.get({ owner, repo: name }).catch(undefinedWhen(isHidden));
  return answer && toOwned(answer.data);
}

/** Whether GitHub does not show something, to anybody or to this token. */
function isHidden(error: unknown): boolean {
  return [403, 404, 451].includes(statusOf(error) ?? 0) && rateLimitWait(error) === undefined;
}

/** Fetches all repositories of an account that the token may see. `viewerId` is the account of the token. */
export async function fetchOwnedRepositories(
  octokit: GitHubClient,
  { id, login, isOrganization }: FoundOwner,
  viewerId: number | undefined,
): Promise<readonly OwnedRepository[]> {
  const username = { username: login, per_page: 100 };
  // The list of a person's repositories has only the public ones, whoever requests it.
  const listed: ListedRepository[] = isOrganization
    ? await octokit.paginate(octokit.rest.repos.listForOrg, { org: login, per_page: 100 })
    : viewerId === id
      ? await octokit.paginate(octokit.rest.repos.listForAuthenticatedUser, OWN)
      : await octokit.paginate(octokit.rest.repos.listForUser, username);
  return listed.map(toOwned);
}

function toOwned(described: ListedRepository): OwnedRepository {
  return {
    ...toFoundRepository(described),
    ownerId: described.owner.id,
    isFork: described.fork === true,
  };
}
