import { DAY_MS } from "../domain/durations.ts";
import type { Account } from "./account.ts";
import { toRestAccount } from "./accounts.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { type RequestBudget, toBudget } from "./request-budget.ts";
import { knownWord } from "./words.ts";

/** A move of a branch, by the repository's activity log. */
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
  /** The start of the next page; `undefined` on the last one. */
  readonly next: string | undefined;
  readonly budget: RequestBudget | undefined;
}

const PER_PAGE = 100;
const PERIODS = [
  ["week", 7],
  ["month", 28],
  ["quarter", 89],
] as const;

/** Fetches a page of a branch's moves, without its creation and deletion. */
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

/** Fetches the commit of a branch at some time, or somewhat earlier; `undefined` without a move since then. */
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

/** A move of a new type is a move all the same: its commits show it. */
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

/** The log has cursors, which only the links in its headers hold. */
function nextOf(link: string | undefined): string | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return next === undefined ? undefined : (new URL(next).searchParams.get("after") ?? undefined);
}
