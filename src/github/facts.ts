import type { Claims } from "../domain/shipping/claims.ts";
import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { TagCommit } from "../domain/shipping/release.ts";
import type { Account } from "./account.ts";
import { type Labelling, labellingIn } from "./labellings.ts";
import type { RepositoryAddress } from "./octokit.ts";
import { assignedAtOpening } from "./opening.ts";
import type { Payload, PullRequestTold } from "./payloads.ts";
import { isApproving } from "./review-states.ts";

/** What a `pull_request` payload says of the pull request. */
export interface PullRequestFacts {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly updatedAt: Date;
  readonly baseSha: string;
  readonly headSha: string;
  /** The commit that the merge made; before the merge GitHub names a test merge there, which is left out. */
  readonly mergeSha: string | undefined;
  readonly mergedAt: Date | undefined;
  /** When it was closed without a merge, as far as is told. */
  readonly closings: readonly Date[];
  readonly author: Account | undefined;
  readonly mergedBy: Account | undefined;
  /** Who was assigned when it was opened, as far as is told. */
  readonly assignedAtOpening: readonly Account[];
  /** Who enqueued it, or enabled its automatic merge, if that is what happened. */
  readonly enabledBy: Account | undefined;
  /** What of the same repository its title and description say it reverts, and repeats: `#12`, or a commit. */
  readonly claimedReverts: readonly string[];
  readonly claimedRepeats: readonly string[];
  /** The tool whose folder its branch lies in. */
  readonly branchTool: string | undefined;
  /** Whether a robot opened it, whoever's account it used: its branch and its description say the same one. */
  readonly isRobots: boolean;
  /** Which labels of tools were set and taken away, as far as is told. */
  readonly labellings: readonly Labelling[];
}

/** Reads a `pull_request` payload. */
export function fromPullRequest(
  told: PullRequestTold & {
    readonly repository: Pick<Payload<"pull_request">["repository"], "name" | "owner">;
  },
): PullRequestFacts {
  const { action, sender, pull_request: pull, repository } = told;
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
    labellings: labellingIn(told),
    mergeSha: isMerged ? (pull.merge_commit_sha ?? undefined) : undefined,
    mergedAt: isMerged ? new Date(pull.merged_at ?? pull.updated_at) : undefined,
    closings: isMerged || pull.closed_at == null ? [] : [new Date(pull.closed_at)],
    author: pull.user ?? undefined,
    assignedAtOpening: assignedAtOpening(told),
    mergedBy: pull.merged_by ?? undefined,
    enabledBy: action === "enqueued" || action === "auto_merge_enabled" ? (sender ?? undefined) : undefined,
    ...claimsOfPull([pull.title, pull.body], { owner: owner.login, name }),
  };
}

/** What the texts of a pull request claim of others of its own repository. */
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

/** Those of some names that are of a repository: its pull requests as `#12`, and commits. */
export function ownNames(names: readonly string[], { owner, name }: RepositoryAddress): string[] {
  const prefix = `${owner}/${name}#`.toLowerCase();
  return names
    .map((each) => (each.toLowerCase().startsWith(prefix) ? each.slice(prefix.length - 1) : each))
    .filter((each) => /^(?:#|[0-9a-f]+$)/.test(each));
}

/** What a `deployment_status` payload says: the deployment, and the status that was added to it. */
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

/** What a `push` payload says of a push to the default branch. */
export interface PushFacts {
  readonly after: string;
  readonly before: string;
  readonly at: Date;
  readonly isForced: boolean;
  /** Absent when GitHub does not tell who pushed. */
  readonly pusher: Account | undefined;
  readonly commits: readonly string[];
  /** Whether it touches what says what counts, or may. */
  readonly isConfig: boolean;
}

/** How many commits of a push GitHub lists at most. */
const MOST_PUSHED = 2_048;

/**
 * Reads a `push` payload; `undefined` for other branches, tags, and what creates or deletes a branch.
 *
 * One that GitHub gives no time happened when it was received.
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
    // What a forced push takes away, and what comes after the commits that GitHub lists, is not told.
    isConfig: forced || commits.length >= MOST_PUSHED || commits.some((commit) => commit.isConfig),
  };
}

/** Reads a `push` payload of a tag: the commit that it names from then on; `undefined` for branches and what is deleted. */
export function fromTagPush(
  { ref, deleted, head_commit: commit, repository: { pushed_at: at } }: Payload<"push">,
  receivedAt: Date,
): TagCommit | undefined {
  if (!ref.startsWith(TAGS) || deleted || commit == null) return undefined;
  return { tag: ref.slice(TAGS.length), sha: commit.id, at: timeOf(at) ?? receivedAt };
}

const TAGS = "refs/tags/";

/** What a review says of a pull request. */
export interface ReviewFacts {
  readonly number: number;
  readonly reviewer: Account;
  readonly isApproval: boolean;
  readonly at: Date;
}

/**
 * What a `pull_request_review` payload says; `undefined` for a mere comment, or without a reviewer.
 *
 * One that GitHub gives no time happened when it was received.
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

/** When the app was installed, by GitHub's time if it tells it. */
export function installedAt(
  { installation: { created_at: at } }: Payload<"installation">,
  receivedAt: Date,
): Date {
  return timeOf(at) ?? receivedAt;
}

/** A time as payloads tell it: some carry seconds since 1970, others text. */
function timeOf(told: number | string | null | undefined): Date | undefined {
  return told == null ? undefined : new Date(typeof told === "number" ? told * 1_000 : told);
}
