import type { Claims } from "../domain/shipping/claims.ts";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { TagCommit } from "../domain/shipping/release.ts";
import type { Account } from "./account.ts";
import { type Labelling, labellingIn } from "./labellings.ts";
import type { RepositoryAddress } from "./octokit.ts";
import { assignedAtOpening } from "./opening.ts";
import { ownNames } from "./own-names.ts";
import type { Payload, PullRequestSource } from "./payloads.ts";
import { isApproving } from "./review-states.ts";

/** The facts about a pull request in a `pull_request` payload. */
export interface PullRequestFacts {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly updatedAt: Date;
  readonly baseSha: string;
  readonly headSha: string;
  /** The commit of the merge; before the merge GitHub names a test merge there, which is left out. */
  readonly mergeSha: string | undefined;
  readonly mergedAt: Date | undefined;
  /** The known times when it was closed without a merge. */
  readonly closings: readonly Date[];
  readonly author: Account | undefined;
  readonly mergedBy: Account | undefined;
  /** The accounts that are known to have been assigned when it was opened. */
  readonly assignedAtOpening: readonly Account[];
  /** The account that enqueued it, or enabled its automatic merge, if the payload is about that. */
  readonly enabledBy: Account | undefined;
  /** The changes of the same repository that its texts claim to revert, and to repeat: `#12`, or a commit. */
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
  /** The tool whose folder holds its branch. */
  readonly branchTool: string | undefined;
  /** Whether a robot opened it through any account: its branch and its description name the same robot. */
  readonly isRobots: boolean;
  /** The known times when a label of a tool was set or removed. */
  readonly labellings: readonly Labelling[];
}

/** Reads a `pull_request` payload. */
export function fromPullRequest(
  source: PullRequestSource & {
    readonly repository: Pick<Payload<"pull_request">["repository"], "name" | "owner">;
  },
): PullRequestFacts {
  const { action, sender, pull_request: pull, repository } = source;
  const { owner, name } = repository;
  const isMerged = pull.merged_at != null;
  return {
    number: pull.number,
    state: isMerged ? "merged" : pull.state,
    updatedAt: new Date(pull.updated_at),
    baseSha: pull.base.sha,
    headSha: pull.head.sha,
    branchTool: pull.head.tool ?? undefined,
    isRobots: pull.head.robot != null && pull.head.robot === pull.body.robot,
    labellings: labellingIn(source),
    mergeSha: isMerged ? (pull.merge_commit_sha ?? undefined) : undefined,
    mergedAt: isMerged ? new Date(pull.merged_at ?? pull.updated_at) : undefined,
    closings: isMerged || pull.closed_at == null ? [] : [new Date(pull.closed_at)],
    author: pull.user ?? undefined,
    assignedAtOpening: assignedAtOpening(source),
    mergedBy: pull.merged_by ?? undefined,
    enabledBy: action === "enqueued" || action === "auto_merge_enabled" ? (sender ?? undefined) : undefined,
    ...claimsOfPull([pull.title, pull.body], { owner: owner.login, name }),
  };
}

/** Collects the claims about other pull requests of the same repository in the texts of a pull request. */
export function claimsOfPull(
  texts: readonly Claims[],
  repository: RepositoryAddress,
): Pick<PullRequestFacts, "claimedReverts" | "claimedRepeats"> {
  const all = (kind: keyof Claims) => {
    const names = texts.flatMap((text) => text[kind]);
    return [...new Set(ownNames(names, repository))];
  };
  return { claimedReverts: all("reverts"), claimedRepeats: all("repeats") };
}

/** The facts in a `deployment_status` payload: the deployment, and the status that was added to it. */
export interface DeploymentFacts {
  readonly deployment: Omit<Deployment, "statuses" | "kind" | "creator">;
  readonly creator: Account | undefined;
  readonly status: DeploymentStatus;
}

/** Reads a `deployment_status` payload. */
export function fromDeploymentStatus(payload: Payload<"deployment_status">): DeploymentFacts {
  const { deployment, deployment_status: status } = payload;
  return {
    deployment: {
      id: deployment.id,
      sha: deployment.sha,
      environment: deployment.original_environment ?? deployment.environment,
      isProduction: deployment.production_environment ?? false,
      isTransient: deployment.transient_environment ?? false,
    },
    creator: deployment.creator ?? undefined,
    status: {
      state: status.state,
      at: new Date(status.created_at),
      environment: status.environment || undefined,
      id: status.id ?? undefined,
    },
  };
}

/** The facts about a push to the default branch in a `push` payload. */
export interface PushFacts {
  readonly after: string;
  readonly before: string;
  readonly at: Date;
  readonly isForced: boolean;
  /** Absent when GitHub does not name the pusher. */
  readonly pusher: Account | undefined;
  readonly commits: readonly string[];
  /** Whether it touches, or may touch, a file of the configuration. */
  readonly isConfig: boolean;
}

/** The most commits of a push that GitHub lists. */
const MOST_PUSHED = 2_048;

/**
 * Reads a `push` payload; `undefined` for other branches, tags, and the creation or deletion of a branch.
 *
 * Without a time of GitHub's, the push happened when it was received.
 */
export function fromPush(payload: Payload<"push">, receivedAt: Date): PushFacts | undefined {
  const { ref, before, after, forced, created, deleted, sender, commits, repository } = payload;
  if (ref !== `refs/heads/${repository.default_branch}` || created || deleted) return undefined;
  return {
    after,
    before,
    at: timeOf(repository.pushed_at) ?? receivedAt,
    isForced: forced,
    pusher: sender ?? undefined,
    commits: commits.map(({ id }) => id),
    // GitHub lists neither the commits that a forced push removed, nor those beyond its limit.
    isConfig: forced || commits.length >= MOST_PUSHED || commits.some((commit) => commit.isConfig),
  };
}

/** Reads the commit of a tag from a `push` payload; `undefined` for branches and deletions. */
export function fromTagPush(
  { ref, deleted, head_commit: commit, repository: { pushed_at: at } }: Payload<"push">,
  receivedAt: Date,
): TagCommit | undefined {
  if (!ref.startsWith(TAGS) || deleted || commit == null) return undefined;
  return { tag: ref.slice(TAGS.length), sha: commit.id, at: timeOf(at) ?? receivedAt };
}

const TAGS = "refs/tags/";

/** A review of a pull request. */
export interface ReviewFacts {
  readonly number: number;
  readonly reviewer: Account;
  readonly isApproval: boolean;
  readonly at: Date;
}

/**
 * Reads a `pull_request_review` payload; `undefined` for a mere comment, or without a reviewer.
 *
 * Without a time of GitHub's, the review happened when it was received.
 */
export function fromReview(
  { action, review, pull_request: { number } }: Payload<"pull_request_review">,
  receivedAt: Date,
): ReviewFacts | undefined {
  const isApproval = isApproving(review.state);
  if (review.user == null || isApproval === undefined) return undefined;
  const at = timeOf((action === "dismissed" ? review.updated_at : undefined) ?? review.submitted_at);
  return {
    number,
    reviewer: review.user,
    isApproval: action === "submitted" && isApproval,
    at: at ?? receivedAt,
  };
}

/** The time of the App's installation: GitHub's if present, else that of the delivery. */
export function installedAt(
  { installation: { created_at: at } }: Payload<"installation">,
  receivedAt: Date,
): Date {
  return timeOf(at) ?? receivedAt;
}

/** Reads a time of a payload: some carry seconds since 1970, others text. */
function timeOf(time: number | string | null | undefined): Date | undefined {
  return time == null ? undefined : new Date(typeof time === "number" ? time * 1_000 : time);
}
