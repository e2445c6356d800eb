import type { RestAccount } from "./accounts.ts";
import { type GitHubClient, type RepositoryAddress, undefinedWhenUnansweredOrGone } from "./octokit.ts";

/** An event of an issue or pull request, in a response of REST. */
export interface IssueEvent {
  readonly event: string;
  readonly created_at: string;
  readonly assignee?: RestAccount | null;
  /** The account that did it. */
  readonly actor?: RestAccount | null;
  readonly label?: { readonly name: string | null } | null;
}

/** Fetches the events of a pull request; none where GitHub cannot answer, or does not know it any more. */
export async function fetchEvents(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<readonly IssueEvent[]> {
  const of = { owner, repo: name, issue_number: number, per_page: 100 };
  const asked = octokit.paginate(octokit.rest.issues.listEvents, of);
  return (await asked.catch(undefinedWhenUnansweredOrGone)) ?? [];
}
