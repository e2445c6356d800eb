import { type GitHubClient, type RepositoryAddress, statusOf } from "./octokit.ts";

/** What an issue shows. */
export interface IssueContent {
  readonly title: string;
  readonly body: string;
}

/** The label of every issue of ours. */
const ISSUE_LABEL = "plimsoll";
const LABEL = {
  name: ISSUE_LABEL,
  color: "0969da",
  description: "Weekly digests of what shipped and stayed shipped",
};

/** Creates the label of our issues, unless there is one of that name, which is left as it is. */
export async function ensureLabel(octokit: GitHubClient, { owner, name }: RepositoryAddress): Promise<void> {
  // 422 is GitHub's answer when there is one already.
  await octokit.rest.issues.createLabel({ owner, repo: name, ...LABEL }).catch((error: unknown) => {
    if (statusOf(error) !== 422) throw error;
  });
}

/**
 * Finds our issue by the hidden marker in its body, the oldest if there are several.
 *
 * Only an App opens issues as a bot, so a person who copies the marker does not get their issue overwritten.
 * Issues are listed, not searched: the search index lags behind, and would miss one made a moment ago.
 */
export async function findIssue(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  marker: string,
): Promise<number | undefined> {
  const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
    owner,
    repo: name,
    labels: ISSUE_LABEL,
    state: "all",
    per_page: 100,
  });
  const ours = issues.filter(({ user, body }) => user?.type === "Bot" && body?.includes(marker));
  return ours.map(({ number }) => number).sort((a, b) => a - b)[0];
}

/** Opens an issue and returns its number; the request is never repeated by itself. */
export async function createIssue(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { title, body }: IssueContent,
): Promise<number> {
  const { data } = await octokit.rest.issues.create({
    owner,
    repo: name,
    title,
    body,
    labels: [ISSUE_LABEL],
    request: { retries: 0 },
  });
  return data.number;
}

/** Reads what an issue shows, which somebody may have edited; GitHub may end lines its own way. */
export async function fetchIssue(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  number: number,
): Promise<IssueContent> {
  const { data } = await octokit.rest.issues.get({ owner, repo: name, issue_number: number });
  return { title: data.title, body: (data.body ?? "").replaceAll("\r\n", "\n") };
}

/** Makes an existing issue show something else, and closes it if asked. */
export async function updateIssue(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, content, isClosing }: { number: number; content: IssueContent; isClosing: boolean },
): Promise<void> {
  await octokit.rest.issues.update({
    owner,
    repo: name,
    issue_number: number,
    ...content,
    ...(isClosing && { state: "closed", state_reason: "completed" }),
  });
}
