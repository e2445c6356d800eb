import { type GitHubClient, type RepositoryAddress, undefinedOn } from "./octokit.ts";

/** The visible content of a check run. */
interface CheckRunContent {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly conclusion: "neutral" | "success" | "failure" | "skipped";
}

/** The name of all our check runs. */
const CHECK_NAME = "Plimsoll";

/** The identity of a check run: the commit that it belongs to, and our own id of the change (`external_id`). */
export interface CheckRunPlace {
  readonly headSha: string;
  readonly externalId: string;
}

/**
 * Creates a check run and returns GitHub's id of it.
 *
 * The request is never repeated by itself: a lost response must not make a second one.
 */
export async function createCheckRun(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { place, content }: { place: CheckRunPlace; content: CheckRunContent },
): Promise<number> {
  const { data } = await octokit.rest.checks.create({
    owner,
    repo: name,
    name: CHECK_NAME,
    head_sha: place.headSha,
    external_id: place.externalId,
    ...fieldsOf(content),
    request: { retries: 0 },
  });
  return data.id;
}

/** Updates the content of a check run; returns whether GitHub still has it. */
export async function updateCheckRun(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { checkRunId, content }: { checkRunId: number; content: CheckRunContent },
): Promise<boolean> {
  const place = { owner, repo: name, check_run_id: checkRunId };
  const updated = octokit.rest.checks.update({ ...place, ...fieldsOf(content) });
  return (await updated.catch(undefinedOn(404))) !== undefined;
}

/** Finds a check run whose creation was sent and never answered. */
export async function fetchCheckRunId(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { headSha, externalId }: CheckRunPlace,
): Promise<number | undefined> {
  const runs = await octokit.paginate(octokit.rest.checks.listForRef, {
    owner,
    repo: name,
    ref: headSha,
    check_name: CHECK_NAME,
    filter: "all",
    per_page: 100,
  });
  return runs.find((run) => run.external_id === externalId)?.id;
}

function fieldsOf({ title, summary, text, conclusion }: CheckRunContent) {
  return { status: "completed", conclusion, output: { title, summary, text } } as const;
}
