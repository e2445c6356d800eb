import { DAY_MS } from "../domain/durations.ts";
import type { Account } from "./account.ts";
import { toRestAccount } from "./accounts.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";
import { knownWord } from "./words.ts";

/** How a branch moved, by the repository's activity log. */
export interface BranchMove {
  readonly before: string;
  readonly after: string;
  readonly at: Date;
  readonly isForced: boolean;
  /** Absent when the account was deleted. */
  readonly by: Account | undefined;
}

/** A page of moves, the newest first. */
interface BranchMoves {
  readonly moves: readonly BranchMove[];
  /** Where the next page begins; `undefined` on the last one. */
  readonly next: string | undefined;
  readonly budget: RequestBudget | undefined;
}

const PER_PAGE = 100;
const PERIODS = [
  ["week", 7],
  ["month", 28],
  ["quarter", 89],
] as const;

/** Reads a page of a branch's moves; what created or deleted it is left out. */
export async function fetchBranchMoves(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { branch, after }: { readonly branch: string; readonly after: string | undefined },
): Promise<BranchMoves> {
  const { data, headers } = await octokit.rest.repos.listActivities({
    owner,
    repo: name,
    ref: `refs/heads/${branch}`,
    per_page: PER_PAGE,
    ...(after === undefined ? {} : { after }),
  });
  return { moves: data.filter(isMove).map(toMove), next: nextOf(headers.link), budget: toBudget(headers) };
}

/** The commit that a branch was at before its first move since some time, or somewhat earlier; `undefined` without a move. */
export async function fetchFirstBefore(
  octokit: GitHubClient,
  { owner, name }: RepositoryAddress,
  { branch, since, now }: { readonly branch: string; readonly since: Date; readonly now: Date },
): Promise<string | undefined> {
  const days = (now.getTime() - since.getTime()) / DAY_MS;
  const [period] = PERIODS.find(([, length]) => days <= length) ?? ["year"];
  const { data } = await octokit.rest.repos.listActivities({
    owner,
    repo: name,
    ref: `refs/heads/${branch}`,
    per_page: 1,
    direction: "asc",
    time_period: period,
  });
  return data.find(isMove)?.before;
}

type Activity = Awaited<ReturnType<GitHubClient["rest"]["repos"]["listActivities"]>>["data"][number];

const TYPES = [
  "push",
  "force_push",
  "branch_creation",
  "branch_deletion",
  "pr_merge",
  "merge_queue_merge",
] as const;

/** One of a new type is a move all the same: its commits say so. */
function isMove({ activity_type: type }: Activity): boolean {
  const known = knownWord("activity.activity_type", TYPES, type);
  return known !== "branch_creation" && known !== "branch_deletion";
}

function toMove({ before, after, timestamp, activity_type: type, actor }: Activity): BranchMove {
  return {
    before,
    after,
    at: new Date(timestamp),
    isForced: type === "force_push",
    by: toRestAccount(actor),
  };
}

/** The log is paged by cursors, which only its links tell. */
function nextOf(link: string | undefined): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return next === undefined ? undefined : (new URL(next).searchParams.get("after") ?? undefined);
}
