import type { Deployment, DeploymentStatus } from "../domain/shipping/deployment.ts";
import type { Payload } from "./payloads.ts";

/** An account as GitHub names it in a payload. */
export interface Account {
  readonly id: number;
  readonly type: string;
  /** Empty unless it is a bot. */
  readonly login: string;
}

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
  readonly author: Account | undefined;
  readonly mergedBy: Account | undefined;
  /** Pull requests of the same repository that its description says it reverts: `#12`. */
  readonly claimedReverts: readonly string[];
}

/** Reads a `pull_request` payload. */
export function fromPullRequest({
  pull_request: pull,
  repository: { owner, name },
}: Payload<"pull_request">): PullRequestFacts {
  const isMerged = pull.merged_at != null;
  return {
    number: pull.number,
    state: isMerged ? "merged" : pull.state,
    updatedAt: new Date(pull.updated_at),
    baseSha: pull.base.sha,
    headSha: pull.head.sha,
    mergeSha: isMerged ? (pull.merge_commit_sha ?? undefined) : undefined,
    mergedAt: isMerged ? new Date(pull.merged_at ?? pull.updated_at) : undefined,
    author: pull.user ?? undefined,
    mergedBy: pull.merged_by ?? undefined,
    claimedReverts: pull.body.map((claim) => withoutPrefix(claim, `${owner.login}/${name}`)).filter(isOwn),
  };
}

function withoutPrefix(claim: string, repository: string): string {
  return claim.toLowerCase().startsWith(`${repository}#`.toLowerCase())
    ? claim.slice(repository.length)
    : claim;
}

function isOwn(claim: string): boolean {
  return claim.startsWith("#");
}

/** What a `deployment_status` payload says: the deployment, and the status that was added to it. */
export interface DeploymentFacts {
  readonly deployment: Omit<Deployment, "statuses">;
  readonly status: DeploymentStatus;
}

/** Reads a `deployment_status` payload. */
export function fromDeploymentStatus(payload: Payload<"deployment_status">): DeploymentFacts {
  const { deployment, deployment_status: status } = payload;
  return {
    deployment: {
      id: deployment.id,
      sha: deployment.sha,
      environment: deployment.environment,
      isProduction: deployment.production_environment ?? false,
      isTransient: deployment.transient_environment ?? false,
    },
    status: {
      state: status.state,
      at: new Date(status.created_at),
      environment: status.environment ?? undefined,
    },
  };
}

/** Whether an account is a person, as far as GitHub can tell. */
export function isHuman({ type }: Account): boolean {
  return type === "User";
}

/** When the app was installed; some payloads carry seconds since 1970, others text. */
export function installedAt({ installation: { created_at: at } }: Payload<"installation">): Date {
  return new Date(typeof at === "number" ? at * 1000 : at);
}
