import { SHOP } from "./stores.ts";

const ADDRESS = {
  installation: { id: SHOP.installationId },
  repository: { id: SHOP.id, name: SHOP.name, owner: { login: SHOP.owner } },
};

/** An account as GitHub names it in a payload. */
export function account(id: number, rest: { login?: string; type?: string } = {}) {
  return { id, login: `person-${id}`, type: "User", ...rest };
}

/** What a test varies of a pull request. */
export interface PullRequestPayload {
  readonly number: number;
  readonly base: string;
  readonly head: string;
  readonly updatedAt: Date;
  /** Null when the account was deleted. */
  readonly author?: ReturnType<typeof account> | null;
  /** What its description says it reverts. */
  readonly claims?: string[];
  readonly merge?: { readonly sha: string; readonly by: ReturnType<typeof account> };
}

/** A `pull_request` payload: opened, or merged when `merge` is given. */
export function pullRequestPayload(pull: PullRequestPayload) {
  const at = pull.updatedAt.toISOString();
  return {
    ...ADDRESS,
    action: pull.merge ? ("closed" as const) : ("opened" as const),
    pull_request: {
      number: pull.number,
      state: pull.merge ? ("closed" as const) : ("open" as const),
      updated_at: at,
      merged_at: pull.merge ? at : null,
      merge_commit_sha: pull.merge?.sha ?? null,
      merged_by: pull.merge?.by ?? null,
      body: pull.claims ?? [],
      user: pull.author === undefined ? account(1) : pull.author,
      base: { sha: pull.base },
      head: { sha: pull.head },
    },
  };
}

/** What a test varies of a deployment's status. */
export interface DeploymentPayload {
  readonly id: number;
  readonly sha: string;
  readonly at: Date;
  readonly state?: "success" | "failure" | "in_progress";
  readonly environment?: string;
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
      production_environment: environment === "production",
      transient_environment: deployment.isTransient ?? false,
    },
    deployment_status: {
      state: deployment.state ?? "success",
      environment,
      created_at: deployment.at.toISOString(),
    },
  };
}
