import type { GitHubClient, RepositoryAddress } from "./octokit.ts";

/** What an issue shows. */
export interface IssueContent {
  readonly title: string;
  readonly body: string;
}

/** The label of every issue of ours. */
const ISSUE_LABEL = "plimsoll";

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

/** Whether an issue shows something, and not what somebody made of it by hand; GitHub may end lines its own way. */
export async function showsContent(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, content }: { number: number; content: IssueContent },
): Promise<boolean> {
  const { data } = await octokit.rest.issues.get({ owner, repo: name, issue_number: number });
  const plain = (text: string | null | undefined) => (text ?? "").replaceAll("\r\n", "\n").trimEnd();
  return data.title === content.title && plain(data.body) === plain(content.body);
}

/** Makes an existing issue show something else. */
export async function updateIssue(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, content }: { number: number; content: IssueContent },
): Promise<void> {
  await octokit.rest.issues.update({ owner, repo: name, issue_number: number, ...content });
}
