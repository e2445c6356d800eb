import type { AttributionRules } from "../domain/attribution/attribution-rules.ts";
import { robotOfBranch, robotOfDescription } from "../domain/attribution/automation.ts";
import { toolOfBranch } from "../domain/attribution/branches.ts";
import { statementsOf } from "../domain/shipping/statements.ts";
import type { Account } from "./account.ts";
import type { FileChange } from "./changed-files.ts";
import type { ParentsOf } from "./commit-parents.ts";
import { type ComparedCommit, toComparedCommit } from "./compared-commit.ts";
import { claimsOfPull, type PullRequestFacts, type ReviewFacts } from "./facts.ts";
import { askGraphql, budgetOf, type MayLack, QueryTooLarge, QueryUnavailable } from "./graphql.ts";
import { toAccount } from "./graphql-account.ts";
import { mapInTurns } from "./in-turns.ts";
import { labellingsInTimeline } from "./labellings.ts";
import type { GitHubClient, RepositoryAddress } from "./octokit.ts";
import { assignedInTimeline } from "./opening.ts";
import { LISTED, MERGED_PULLS, type QueriedPull, type QueriedPulls } from "./pulls-query.ts";
import type { RequestBudget } from "./request-budget.ts";
import { isApproving } from "./review-states.ts";
import type { Trees } from "./trees.ts";

/** A merged pull request of the past, with what was read together with it. */
export interface PastPull {
  readonly facts: PullRequestFacts;
  /** Whoever enqueued it or enabled its automatic merge, the earliest first. */
  readonly enablers: readonly { readonly account: Account; readonly at: Date }[];
  readonly reviews: readonly ReviewFacts[];
  /** The node ids of its commits, whose parents are to be asked for; none where not all were listed. */
  readonly commitIds: readonly string[];
  /**
   * Attributes its commits, and tells them and its files; `undefined` when there are more than were listed, or when not
   * all parents are known.
   *
   * It is done when it is asked for, since a whole page at once would hold everything else up.
   */
  readonly content: (parents: () => Promise<ParentsOf>) => Promise<PastContent | undefined>;
}

/** The commits and files of a pull request of the past. */
interface PastContent {
  readonly commits: readonly ComparedCommit[];
  readonly files: readonly FileChange[];
  /** The content of their parents. */
  readonly trees: Trees;
}

/** A page of merged pull requests, those that were updated last first. */
export interface PastPulls {
  readonly pulls: readonly PastPull[];
  /** Where the next page begins; `undefined` on the last one. */
  readonly next: string | undefined;
  readonly budget: RequestBudget | undefined;
}

/** Which page, and how large it is. */
export interface PastPullsRequest {
  readonly after: string | undefined;
  readonly size: number;
  /** By what the commits of a change are read, by the time of its merge. */
  readonly attributionAt: (mergedAt: Date) => AttributionRules;
}

/** The commits and files of a pull request can be read by REST. */
const MAY_LACK: MayLack = ([, , , index, field]) =>
  typeof index === "number" && (field === "files" || field === "commits");

/** Reads a page of merged pull requests in one query. Throws as `askGraphql` does. */
export async function fetchPastPulls(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { after, size, attributionAt }: PastPullsRequest,
): Promise<PastPulls> {
  const { owner, name } = repository;
  const variables = { owner, name, first: size, after: after ?? null, mayLack: MAY_LACK };
  const answer = await askGraphql<QueriedPulls>(octokit, MERGED_PULLS, variables);
  if (answer.repository === null) throw new QueryUnavailable(`${owner}/${name} is not told of`);
  const { nodes: told, pageInfo } = answer.repository.pullRequests;
  const nodes = told.filter((pull) => pull !== null);
  // What is lacking can be so essential that GitHub leaves out the pull request: in a smaller page it is alone.
  if (nodes.length < told.length) throw new QueryTooLarge("GitHub does not tell of a pull request");
  return {
    pulls: nodes.map((pull) => toPastPull(pull, { repository, attributionAt })),
    next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    budget: budgetOf(answer),
  };
}

function toPastPull(
  pull: QueriedPull,
  of: Pick<PastPullsRequest, "attributionAt"> & { readonly repository: RepositoryAddress },
): PastPull {
  return {
    facts: {
      ...toFacts(pull, of.repository),
      mergeSha: pull.mergeCommit?.oid,
      mergedAt: new Date(pull.mergedAt),
      mergedBy: toAccount(pull.mergedBy),
    },
    enablers: pull.timelineItems.nodes.flatMap(({ createdAt, actor }) => {
      const account = toAccount(actor);
      return account === undefined ? [] : [{ account, at: new Date(createdAt) }];
    }),
    reviews: reviewsOf(pull),
    commitIds: isWhole(pull) ? pull.commits.nodes.map(({ commit }) => commit.id) : [],
    content: async (parents) =>
      isWhole(pull)
        ? contentOf(pull, { parentsOf: await parents(), rules: of.attributionAt(new Date(pull.mergedAt)) })
        : undefined,
  };
}

/** A pull request of which only the list told: its commits and files are left to be read. */
export const WITHOUT_CONTENT = { enablers: [], commitIds: [], content: async () => undefined };

/** What a query tells of a pull request, but for its merge. */
export function toFacts(
  pull: Omit<QueriedPull, "mergedAt" | "mergedBy" | "mergeCommit" | "files" | "commits">,
  repository: RepositoryAddress,
): PullRequestFacts {
  const robot = robotOfBranch(pull.headRefName);
  return {
    number: pull.number,
    state: "merged",
    updatedAt: new Date(pull.updatedAt),
    baseSha: pull.baseRefOid,
    headSha: pull.headRefOid,
    mergeSha: undefined,
    mergedAt: undefined,
    closings: [],
    author: toAccount(pull.author),
    assignedAtOpening: assignedInTimeline(pull.timelineItems.nodes, pull.createdAt),
    mergedBy: undefined,
    enabledBy: undefined,
    ...claimsOfPull([statementsOf(`${pull.title}\n\n${pull.body}`)], repository),
    branchTool: toolOfBranch(pull.headRefName),
    isRobots: robot !== undefined && robot === robotOfDescription(pull.body),
    labellings: labellingsInTimeline(pull.timelineItems.nodes),
  };
}

/** What people said of a pull request. */
export function reviewsOf({ number, reviews }: Pick<QueriedPull, "number" | "reviews">): ReviewFacts[] {
  return reviews.nodes.flatMap(({ state, submittedAt, updatedAt, author }) => {
    const reviewer = toAccount(author);
    // A dismissal has no time of its own, and is the last that can happen to a review.
    const at = state === "DISMISSED" ? updatedAt : submittedAt;
    const isApproval = isApproving(state);
    if (reviewer === undefined || at === null || isApproval === undefined) return [];
    return [{ number, reviewer, isApproval, at: new Date(at) }];
  });
}

/** Whether all its commits and files were listed. */
function isWhole(pull: QueriedPull): pull is QueriedPull & { readonly files: object } {
  const { files, commits } = pull;
  const isListed =
    commits.nodes.every((node) => node !== null) && files?.nodes.every((node) => node !== null);
  return (
    isListed === true &&
    files !== null &&
    files.totalCount <= LISTED &&
    commits.totalCount <= commits.nodes.length
  );
}

async function contentOf(
  { files, commits }: QueriedPull & { readonly files: object },
  { parentsOf, rules }: { readonly parentsOf: ParentsOf; readonly rules: AttributionRules },
): Promise<PastContent | undefined> {
  const trees = new Map<string, string>();
  const told = commits.nodes.flatMap(({ commit: { id: _, oid: sha, tree, ...commit } }) => {
    const parents = parentsOf.get(sha);
    if (parents === undefined) return [];
    for (const parent of parents) trees.set(parent.sha, parent.tree);
    return [{ ...commit, sha, tree: tree.oid, parents: parents.map((parent) => parent.sha) }];
  });
  if (told.length < commits.nodes.length) return undefined;
  return {
    trees,
    commits: await mapInTurns(told, (commit) => toComparedCommit(commit, rules)),
    files: files.nodes.map(({ path, additions: added, deletions, changeType }) => {
      return { path, lines: added + deletions, added, isRenamed: changeType === "RENAMED" };
    }),
  };
}
