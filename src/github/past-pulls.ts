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
import { CLOSED_PULLS, LISTED, type QueriedPull, type QueriedPulls } from "./pulls-query.ts";
import type { RequestBudget } from "./request-budget.ts";
import { isApproving } from "./review-states.ts";
import type { Trees } from "./trees.ts";

/** A closed pull request of the past, merged or not, with all data of the same response. */
export interface PastPull {
  readonly facts: PullRequestFacts;
  /** The accounts that enqueued it or enabled its automatic merge, earliest first. */
  readonly enablers: readonly { readonly account: Account; readonly at: Date }[];
  readonly reviews: readonly ReviewFacts[];
  /** The node ids of its commits, whose parents are read next; none where not all commits were listed. */
  readonly commitIds: readonly string[];
  /**
   * Attributes its commits, and returns them with the files; `undefined` when more exist than were listed, or a parent
   * is unknown.
   *
   * It works on demand, since a whole page at once would hold up everything else.
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

/** A page of closed pull requests, merged or not, latest update first. */
export interface PastPulls {
  readonly pulls: readonly PastPull[];
  /** The start of the next page; `undefined` on the last one. */
  readonly next: string | undefined;
  readonly budget: RequestBudget | undefined;
}

/** The page, and its size. */
export interface PastPullsRequest {
  readonly after: string | undefined;
  readonly size: number;
  /** The attribution rules at the time of a merge; the present ones without a merge. */
  readonly attributionAt: (mergedAt: Date | undefined) => AttributionRules;
}

/** REST can read the commits and files of a pull request. */
const MAY_LACK: MayLack = ([, , , index, field]) =>
  typeof index === "number" && (field === "files" || field === "commits");

/** Fetches a page of closed pull requests, merged or not, in one query. Throws as `askGraphql` does. */
export async function fetchPastPulls(
  octokit: GitHubClient,
  repository: RepositoryAddress,
  { after, size, attributionAt }: PastPullsRequest,
): Promise<PastPulls> {
  const { owner, name } = repository;
  const variables = { owner, name, first: size, after: after ?? null, mayLack: MAY_LACK };
  const answer = await askGraphql<QueriedPulls>(octokit, CLOSED_PULLS, variables);
  if (answer.repository === null) throw new QueryUnavailable(`GitHub does not return ${owner}/${name}`);
  const { nodes: listed, pageInfo } = answer.repository.pullRequests;
  const nodes = listed.filter((pull) => pull !== null);
  // GitHub leaves out a pull request whose essential parts are missing: a smaller page isolates it.
  if (nodes.length < listed.length) throw new QueryTooLarge("GitHub left out a pull request");
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
  const mergedAt = pull.mergedAt === null ? undefined : new Date(pull.mergedAt);
  return {
    facts: { ...toFacts(pull, of.repository), ...endOf(pull, mergedAt) },
    enablers: pull.timelineItems.nodes.flatMap(({ createdAt, actor }) => {
      const account = toAccount(actor);
      return account === undefined ? [] : [{ account, at: new Date(createdAt) }];
    }),
    reviews: reviewsOf(pull),
    commitIds: isWhole(pull) ? pull.commits.nodes.map(({ commit }) => commit.id) : [],
    content: async (parents) =>
      isWhole(pull)
        ? contentOf(pull, { parentsOf: await parents(), rules: of.attributionAt(mergedAt) })
        : undefined,
  };
}

/** The merge of a pull request, or its last closing without one. */
function endOf(
  { mergeCommit, mergedBy, closedAt }: QueriedPull,
  mergedAt: Date | undefined,
): Partial<PullRequestFacts> {
  if (mergedAt !== undefined) return { mergedAt, mergeSha: mergeCommit?.oid, mergedBy: toAccount(mergedBy) };
  return { state: "closed", closings: closedAt === null ? [] : [new Date(closedAt)] };
}

/** The content of a pull request whose commits and files are still to be read. */
export const WITHOUT_CONTENT = { enablers: [], commitIds: [], content: async () => undefined };

/** Converts a queried pull request to its facts, without its merge. */
export function toFacts(
  pull: Omit<QueriedPull, "mergedAt" | "closedAt" | "mergedBy" | "mergeCommit" | "files" | "commits">,
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

/** The reviews of a pull request. */
export function reviewsOf({ number, reviews }: Pick<QueriedPull, "number" | "reviews">): ReviewFacts[] {
  return reviews.nodes.flatMap(({ state, submittedAt, updatedAt, author }) => {
    const reviewer = toAccount(author);
    // A dismissal has no time of its own, and is the last event of a review.
    const at = state === "DISMISSED" ? updatedAt : submittedAt;
    const isApproval = isApproving(state);
    if (reviewer === undefined || at === null || isApproval === undefined) return [];
    return [{ number, reviewer, isApproval, at: new Date(at) }];
  });
}

/** Whether all its commits and files were listed. The files of an unmerged one do not matter. */
function isWhole({ files, commits, mergedAt }: QueriedPull): boolean {
  const isListed = commits.nodes.every((node) => node !== null) && commits.totalCount <= commits.nodes.length;
  if (!isListed || mergedAt === null) return isListed;
  if (files === null) return false;
  return files.nodes.every((node) => node !== null) && files.totalCount <= LISTED;
}

async function contentOf(
  { files, commits }: QueriedPull,
  { parentsOf, rules }: { readonly parentsOf: ParentsOf; readonly rules: AttributionRules },
): Promise<PastContent | undefined> {
  const trees = new Map<string, string>();
  const complete = commits.nodes.flatMap(({ commit: { id: _, oid: sha, tree, ...commit } }) => {
    const parents = parentsOf.get(sha);
    if (parents === undefined) return [];
    for (const parent of parents) trees.set(parent.sha, parent.tree);
    return [{ ...commit, sha, tree: tree.oid, parents: parents.map((parent) => parent.sha) }];
  });
  if (complete.length < commits.nodes.length) return undefined;
  return {
    trees,
    commits: await mapInTurns(complete, (commit) => toComparedCommit(commit, rules)),
    files: (files?.nodes ?? []).flatMap((node) => {
      if (node === null) return [];
      const { path, additions: added, deletions, changeType } = node;
      return { path, lines: added + deletions, added, isRenamed: changeType === "RENAMED" };
    }),
  };
}
