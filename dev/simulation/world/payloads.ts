import type { Payload } from "../../../src/github/payloads.ts";
import { SHOP } from "./shop.ts";

const ADDRESS = {
  installation: { id: SHOP.installationId },
  repository: { id: SHOP.id, name: SHOP.name, owner: { login: SHOP.owner } },
};

/** An account as GitHub names it in a payload. */
export function account(id: number, rest: { login?: string; type?: string } = {}) {
  return { id, login: `person-${id}`, type: "User", ...rest };
}

/** GitHub's own coding agent. */
export const COPILOT = account(198_982_749, { login: "Copilot", type: "Bot" });

/** Claude's own app. */
export const CLAUDE_APP = account(209_825_114, { login: "claude[bot]", type: "Bot" });

/** What a test varies of a pull request. */
export interface PullRequestPayload {
  readonly number: number;
  readonly base: string;
  readonly head: string;
  readonly updatedAt: Date;
  /** When it was last changed, unless told otherwise. */
  readonly openedAt?: Date;
  /** Who is assigned by now. */
  readonly assignees?: ReturnType<typeof account>[];
  /** Who is being assigned. */
  readonly assignee?: ReturnType<typeof account>;
  /** Null when the account was deleted. */
  readonly author?: ReturnType<typeof account> | null;
  /** What its description says it reverts. */
  readonly claims?: string[];
  /** What its title says it repeats. */
  readonly repeats?: string[];
  /** When it was closed without a merge. */
  readonly closedAt?: Date;
  /** It was last changed when it was merged, unless told otherwise. */
  readonly merge?: { readonly sha: string; readonly by: ReturnType<typeof account>; readonly at?: Date };
  /** Opened, or closed where it was, unless told otherwise. */
  readonly action?:
    | "opened"
    | "reopened"
    | "synchronize"
    | "edited"
    | "closed"
    | "assigned"
    | "labeled"
    | "unlabeled";
  /** The tool whose label is set or taken away, and by whom. */
  readonly label?: { readonly tool: string | null; readonly by: ReturnType<typeof account> };
  /** The tools whose labels it bears by now. */
  readonly labels?: readonly string[];
  /** The robot by whose name its branch and its description are known. */
  readonly robot?: string;
}

/** A `pull_request` payload: opened, or merged when `merge` is given. */
export function pullRequestPayload(pull: PullRequestPayload) {
  const at = pull.updatedAt.toISOString();
  return {
    ...ADDRESS,
    action: pull.action ?? (pull.merge || pull.closedAt ? ("closed" as const) : ("opened" as const)),
    sender: pull.label?.by ?? account(9),
    ...(pull.label && { label: { tool: pull.label.tool } }),
    ...(pull.assignee && { assignee: pull.assignee }),
    pull_request: {
      number: pull.number,
      created_at: pull.openedAt?.toISOString() ?? at,
      state: pull.merge || pull.closedAt ? ("closed" as const) : ("open" as const),
      updated_at: at,
      merged_at: pull.merge ? (pull.merge.at?.toISOString() ?? at) : null,
      closed_at: pull.merge ? (pull.merge.at?.toISOString() ?? at) : (pull.closedAt?.toISOString() ?? null),
      merge_commit_sha: pull.merge?.sha ?? null,
      merged_by: pull.merge?.by ?? null,
      title: { reverts: [], repeats: pull.repeats ?? [], robot: null },
      body: { reverts: pull.claims ?? [], repeats: [], robot: pull.robot ?? null },
      user: pull.author === undefined ? account(1) : pull.author,
      assignees: pull.assignees ?? [],
      labels: (pull.labels ?? []).map((tool) => ({ tool })),
      base: { sha: pull.base },
      head: { sha: pull.head, tool: null, robot: pull.robot ?? null },
    },
  };
}

/** What a test varies of a deployment's status. */
export interface DeploymentPayload {
  readonly id: number;
  readonly sha: string;
  readonly at: Date;
  readonly state?: "success" | "failure" | "in_progress" | "inactive";
  readonly environment?: string;
  /** What it was filed for, where a status names something else. */
  readonly filedFor?: string;
  /** GitHub's number of the status. */
  readonly number?: number;
  readonly isTransient?: boolean;
}

/** A `deployment_status` payload: a success in production unless it says otherwise. */
export function deploymentPayload(deployment: DeploymentPayload) {
  const environment = deployment.environment ?? "production";
  return {
    ...ADDRESS,
    action: "created" as const,
    deployment: {
      id: deployment.id,
      sha: deployment.sha,
      environment,
      original_environment: deployment.filedFor ?? environment,
      production_environment: (deployment.filedFor ?? environment) === "production",
      transient_environment: deployment.isTransient ?? false,
      creator: account(99, { type: "Bot" }),
    },
    deployment_status: {
      ...(deployment.number !== undefined && { id: deployment.number }),
      state: deployment.state ?? "success",
      environment,
      created_at: deployment.at.toISOString(),
    },
  };
}

/** What a test varies of a push to the default branch. */
export interface PushPayload {
  readonly before: string;
  readonly after: string;
  readonly at: Date;
  readonly commits: readonly string[];
  readonly by?: ReturnType<typeof account>;
  readonly ref?: string;
  readonly isForced?: boolean;
  readonly isConfig?: boolean;
  /** The commit that a pushed tag names. */
  readonly tagged?: string;
  readonly isDeleted?: boolean;
}

/** A `push` payload. */
export function pushPayload(push: PushPayload) {
  return {
    installation: ADDRESS.installation,
    repository: {
      ...ADDRESS.repository,
      default_branch: "main",
      pushed_at: Math.floor(push.at.getTime() / 1000),
    },
    ref: push.ref ?? "refs/heads/main",
    before: push.before,
    after: push.after,
    forced: push.isForced ?? false,
    created: false,
    deleted: push.isDeleted ?? false,
    sender: push.by ?? account(1),
    head_commit: push.tagged === undefined ? null : { id: push.tagged },
    commits: push.commits.map((id) => ({ id, isConfig: push.isConfig ?? false })),
  };
}

/** A `pull_request_review` payload. */
export function reviewPayload(review: {
  readonly number: number;
  readonly state: Payload<"pull_request_review">["review"]["state"];
  readonly at: Date;
  readonly by: ReturnType<typeof account>;
}) {
  return {
    ...ADDRESS,
    action: review.state === "dismissed" ? ("dismissed" as const) : ("submitted" as const),
    review: {
      state: review.state,
      submitted_at: review.at.toISOString(),
      updated_at: review.at.toISOString(),
      user: review.by,
    },
    pull_request: { number: review.number },
  };
}

type ReleaseAction = "published" | "released" | "prereleased" | "edited" | "unpublished" | "deleted";

/** A `release` payload. */
export function releasePayload(release: {
  readonly id: number;
  readonly tag: string;
  readonly at: Date;
  readonly isPrerelease?: boolean;
  readonly isDraft?: boolean;
  readonly action?: ReleaseAction;
  /** When it was changed last; older servers do not tell. */
  readonly updatedAt?: Date;
}) {
  return {
    ...ADDRESS,
    action: release.action ?? ("published" as const),
    release: {
      id: release.id,
      tag_name: release.tag,
      draft: release.isDraft ?? false,
      prerelease: release.isPrerelease ?? false,
      published_at: release.at.toISOString(),
      updated_at: release.updatedAt?.toISOString() ?? null,
      author: account(1),
    },
  };
}
