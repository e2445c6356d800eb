import type { Octokit } from "@octokit/rest";

/** A repository by its names, as Octokit takes it. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/** One status of a deployment; several statuses of one deployment share its id and `deployedAt`. */
export interface DeploymentStatus {
  readonly deploymentId: number;
  readonly statusId: number;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly isProduction: boolean;
  readonly isTransient: boolean;
  readonly state: "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";
  readonly deployedAt: Date;
  readonly at: Date;
}

const ACTIONS = { login: "github-actions[bot]", id: 41_898_282, type: "Bot", site_admin: false };

/** `installation.created` for the whole organization, as of the time the emulator was seeded. */
export async function installationCreated(octokit: Octokit, { owner, repo }: Repository): Promise<object> {
  const installation = await octokit.rest.apps.getOrgInstallation({ org: owner });
  const { id, node_id, name, full_name, private: isPrivate } = await repositoryOf(octokit, { owner, repo });
  const sender = await octokit.rest.users.getAuthenticated();
  return {
    action: "created",
    installation: installation.data,
    repositories: [{ id, node_id, name, full_name, private: isPrivate }],
    requester: null,
    sender: sender.data,
  };
}

/** `deployment_status.created`, by GitHub Actions. */
export async function deploymentStatus(
  octokit: Octokit,
  repository: Repository,
  status: DeploymentStatus,
): Promise<object> {
  return {
    action: "created",
    deployment_status: {
      id: status.statusId,
      state: status.state,
      creator: ACTIONS,
      description: "",
      environment: status.environment,
      created_at: onGitHub(status.at),
      updated_at: onGitHub(status.at),
    },
    deployment: {
      id: status.deploymentId,
      sha: status.sha,
      ref: status.ref,
      task: "deploy",
      original_environment: status.environment,
      environment: status.environment,
      transient_environment: status.isTransient,
      production_environment: status.isProduction,
      creator: ACTIONS,
      created_at: onGitHub(status.deployedAt),
      updated_at: onGitHub(status.at),
    },
    ...(await surroundings(octokit, repository)),
    sender: ACTIONS,
  };
}

/** `push` of one commit to main: the emulator tells nobody of it. */
export async function pushOf(
  octokit: Octokit,
  repository: Repository,
  { sha, paths, at }: { readonly sha: string; readonly paths: readonly string[]; readonly at: Date },
): Promise<object> {
  const { repository: known, ...around } = await surroundings(octokit, repository);
  const { data } = await octokit.rest.repos.getCommit({ ...repository, ref: sha });
  const sender = await octokit.rest.users.getAuthenticated();
  return {
    ...{ ref: "refs/heads/main", before: data.parents[0]?.sha, after: sha, ...around },
    ...{ created: false, deleted: false, forced: false, sender: sender.data },
    commits: [{ id: sha, added: paths, modified: [], removed: [] }],
    repository: { ...known, default_branch: "main", pushed_at: Math.round(at.getTime() / 1000) },
  };
}

/** `pull_request.synchronize` for new commits: the emulator leaves a pull request's head where it was opened. */
export async function pullRequestSynchronize(
  octokit: Octokit,
  repository: Repository,
  { number, head, at }: { readonly number: number; readonly head: string; readonly at: Date },
): Promise<object> {
  const { data: pull } = await octokit.rest.pulls.get({ ...repository, pull_number: number });
  const sender = await octokit.rest.users.getAuthenticated();
  return {
    action: "synchronize",
    number,
    before: pull.head.sha,
    after: head,
    pull_request: { ...pull, head: { ...pull.head, sha: head }, updated_at: onGitHub(at) },
    ...(await surroundings(octokit, repository)),
    sender: sender.data,
  };
}

async function surroundings(octokit: Octokit, repository: Repository) {
  const installation = await octokit.rest.apps.getOrgInstallation({ org: repository.owner });
  const organization = await octokit.rest.orgs.get({ org: repository.owner });
  const { login, id, node_id } = organization.data;
  return {
    repository: await repositoryOf(octokit, repository),
    organization: { login, id, node_id },
    installation: { id: installation.data.id, node_id: "" },
  };
}

async function repositoryOf(octokit: Octokit, repository: Repository) {
  const { data } = await octokit.rest.repos.get({ ...repository });
  return data;
}

// GitHub's times have no milliseconds.
function onGitHub(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
