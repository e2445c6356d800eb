import { type GitHubClient, type RepositoryAddress, statusOf, undefinedOn } from "./octokit.ts";
import { fetchRepository } from "./visibility.ts";

/** The visible content of an issue. */
export interface IssueContent {
  readonly title: string;
  readonly body: string;
}

/** The label of all our issues. */
const ISSUE_LABEL = "plimsoll";
const LABEL = {
  name: ISSUE_LABEL,
  color: "0969da",
  description: "Weekly digests of what shipped and stayed shipped",
};

/** The label of digests with an alert about spend. */
const BUDGET_LABEL = {
  name: "plimsoll: budget",
  color: "d93f0b",
  description: "A budget or a limit for what AI tools cost was passed",
};

/** Creates the label of our issues, unless one of that name exists. */
export async function ensureLabel(octokit: GitHubClient, { owner, name }: RepositoryAddress): Promise<void> {
  // 422 is GitHub's answer when the label exists.
  await octokit.rest.issues.createLabel({ owner, repo: name, ...LABEL }).catch(undefinedOn(422));
}

/**
 * Fetches the number of our issue, by the hidden marker in its body, the oldest if there are several.
 *
 * Only an App opens issues as a bot, so a person who copies the marker does not get their issue overwritten. Issues are
 * listed, not searched: the search index lags behind, and would miss a recent one.
 */
export async function fetchIssueNumber(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  marker: string,
): Promise<number | undefined> {
  const issues = await fetchLabelledIssues(octokit, { owner, name });
  const ours = issues.filter(({ isByBot, body }) => isByBot && body.includes(marker));
  return ours.map(({ number }) => number).sort((a, b) => a - b)[0];
}

/** An issue with our label, whoever opened it. */
interface LabelledIssue {
  readonly number: number;
  readonly body: string;
  readonly isClosed: boolean;
  readonly authorId: number | undefined;
  readonly isByBot: boolean;
}

/** Fetches all issues of a repository with our label, which only people with access can set. */
export async function fetchLabelledIssues(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
): Promise<readonly LabelledIssue[]> {
  const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
    owner,
    repo: name,
    labels: ISSUE_LABEL,
    state: "all",
    per_page: 100,
  });
  return issues.map(({ number, body, state, user }) => ({
    number,
    body: body ?? "",
    isClosed: state === "closed",
    authorId: user?.id,
    isByBot: user?.type === "Bot",
  }));
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

/** An issue on GitHub. */
export interface FoundIssue extends IssueContent {
  readonly isLocked: boolean;
  readonly isClosed: boolean;
}

/**
 * Fetches the content of an issue, which somebody may have edited; GitHub may end lines its own way.
 *
 * `undefined` when it is not in the repository any more: GitHub answers 410 for a deleted one, 404 for one that moved
 * out of the app's sight, and otherwise redirects (docs.github.com, "Get an issue"). It also answers 410 where Issues
 * are off. That is no fact about the issue, so the error is passed on.
 */
export async function fetchIssue(
  octokit: GitHubClient,
  repository: RepositoryAddress & { readonly id: number },
  number: number,
): Promise<FoundIssue | undefined> {
  const { id, owner, name } = repository;
  try {
    const { url, data } = await octokit.rest.issues.get({ owner, repo: name, issue_number: number });
    if (isElsewhere(url, id)) return undefined;
    const body = (data.body ?? "").replaceAll("\r\n", "\n");
    return { title: data.title, body, isLocked: data.locked ?? false, isClosed: data.state === "closed" };
  } catch (error) {
    if (statusOf(error) !== 404 && statusOf(error) !== 410) throw error;
    const there = await fetchRepository(octokit, repository);
    if (there === undefined || there.hasIssues === false) throw error;
    return undefined;
  }
}

/** Whether a response came from another repository. A rename also redirects by id, but to the same repository. */
function isElsewhere(url: string, repositoryId: number): boolean {
  const [, id] = /\/repositories\/(\d+)\//.exec(url) ?? [];
  return id !== undefined && Number(id) !== repositoryId;
}

/** The state that an issue gets. */
export type IssueState = "open" | "closed";

/** Updates an issue. Without a state, it stays open or closed as it is. */
export async function updateIssue(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  of: { readonly number: number; readonly content: IssueContent; readonly state?: IssueState | undefined },
): Promise<void> {
  const { number, content, state } = of;
  await octokit.rest.issues.update({
    owner,
    repo: name,
    issue_number: number,
    ...content,
    ...(state && { state }),
    ...(state === "closed" && { state_reason: "completed" }),
  });
}

/** Comments on an issue and labels it as one about a budget; the comment is never repeated by itself. */
export async function commentOnBudget(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { number, body }: { readonly number: number; readonly body: string },
): Promise<void> {
  const issue = { owner, repo: name, issue_number: number };
  // 422 is GitHub's answer when the label exists.
  await octokit.rest.issues.createLabel({ owner, repo: name, ...BUDGET_LABEL }).catch(undefinedOn(422));
  await octokit.rest.issues.addLabels({ ...issue, labels: [BUDGET_LABEL.name] });
  await octokit.rest.issues.createComment({ ...issue, body, request: { retries: 0 } });
}
