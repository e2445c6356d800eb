import type { GitHub } from "../simulation/emulated/github.ts";
import { mergePull, openPull, pushCommits } from "../simulation/emulated/history.ts";
import {
  deploymentStatus,
  installationCreated,
  pullRequestSynchronize,
  type Repository,
} from "../simulation/emulated/payloads.ts";
import { pulls } from "./pulls.ts";
import { openRevert } from "./revert.ts";
import {
  type Deploy,
  type Install,
  type Merge,
  type Open,
  type PullName,
  type Push,
  type Revert,
  type Step,
  titleOf,
} from "./step.ts";
import { type Day, END, sequel, story } from "./story.ts";

/** A pull request as the story left it; it has no `mergeSha` while it is open. */
export interface PlayedPull {
  readonly number: number;
  readonly head: string;
  readonly mergeSha?: string;
}

/** What the story made, by the names it uses. */
export type Played = ReadonlyMap<PullName, PlayedPull>;

/** Who watches the story: told of each step once its webhooks are answered. */
export interface Audience {
  onStep?(title: string, at: Date): void | Promise<void>;
}

const SHOP: Repository = { owner: "acme", repo: "shop" };

const ENVIRONMENTS = {
  production: { environment: "production", isProduction: true, isTransient: false },
  staging: { environment: "staging", isProduction: false, isTransient: false },
  preview: { environment: "Preview – shop", isProduction: false, isTransient: true },
} as const;

const MINUTES = 60_000;
/** A number that no deployment of the story has. */
const FIRST_OF_SEQUEL = 100;

/** Plays the whole story on an emulated GitHub that holds acme. */
export async function play(github: GitHub, audience: Audience = {}): Promise<Played> {
  const stage: Stage = { github, pulls: new Map(), deployments: 0 };
  await playDays(stage, story, audience);
  await github.setClock(END);
  return stage.pulls;
}

/** Plays what comes after a played story. */
export async function playSequel(github: GitHub, played: Played, audience: Audience = {}): Promise<void> {
  const stage: Stage = { github, pulls: new Map(played), deployments: FIRST_OF_SEQUEL };
  await playDays(stage, sequel, audience);
}

async function playDays(stage: Stage, days: readonly Day[], audience: Audience): Promise<void> {
  const { github } = stage;
  for (const { date, steps } of days) {
    for (const step of steps) {
      const at = new Date(`${date}T${step.at}Z`);
      await github.setClock(at);
      await perform(stage, step, at);
      await github.delivered();
      await audience.onStep?.(titleOf(step), at);
    }
  }
}

interface Stage {
  readonly github: GitHub;
  readonly pulls: Map<PullName, PlayedPull>;
  deployments: number;
}

function perform(stage: Stage, step: Step, at: Date): Promise<void> {
  switch (step.does) {
    case "install":
      return install(stage, step);
    case "open":
      return open(stage, step);
    case "revert":
      return revert(stage, step);
    case "push":
      return push(stage, step, at);
    case "merge":
      return merge(stage, step);
    case "deploy":
      return deploy(stage, step, at);
  }
}

async function install({ github }: Stage, { by }: Install): Promise<void> {
  await send(github, "installation", await installationCreated(github.as(by), SHOP));
}

async function open(stage: Stage, { pull }: Open): Promise<void> {
  const { by, ...proposal } = pulls[pull];
  stage.pulls.set(pull, await openPull(stage.github.as(by), SHOP, proposal));
}

async function revert(stage: Stage, { of, pull, by }: Revert): Promise<void> {
  const { number } = pullOf(stage, of);
  stage.pulls.set(pull, await openRevert(stage.github.as(by), SHOP, number));
}

async function push(stage: Stage, { pull, commits }: Push, at: Date): Promise<void> {
  const { by, branch } = pulls[pull];
  const { number } = pullOf(stage, pull);
  const octokit = stage.github.as(by);
  const head = await pushCommits(octokit, SHOP, { branch, commits });
  stage.pulls.set(pull, { number, head });
  await send(stage.github, "pull_request", await pullRequestSynchronize(octokit, SHOP, { number, head, at }));
}

async function merge(stage: Stage, { pull, by, method = "squash" }: Merge): Promise<void> {
  const { number, head } = pullOf(stage, pull);
  const mergeSha = await mergePull(stage.github.as(by), SHOP, { number, method });
  stage.pulls.set(pull, { number, head, mergeSha });
}

async function deploy(stage: Stage, { to, pull, ends = "success" }: Deploy, at: Date): Promise<void> {
  const { head, mergeSha } = pullOf(stage, pull);
  stage.deployments += 1;
  const deployedAt = new Date(at.getTime() - 3 * MINUTES);
  const deployment = {
    ...ENVIRONMENTS[to],
    deploymentId: stage.deployments,
    deployedAt,
    ...(to === "preview" ? { sha: head, ref: head } : { sha: mergeSha ?? "", ref: "main" }),
  };
  const statuses = [
    { state: "in_progress", at: deployedAt },
    { state: ends, at },
  ] as const;
  for (const [index, status] of statuses.entries()) {
    const statusId = stage.deployments * 10 + index;
    const payload = { ...deployment, ...status, statusId };
    await send(
      stage.github,
      "deployment_status",
      await deploymentStatus(stage.github.as("dario"), SHOP, payload),
    );
  }
}

function pullOf(stage: Stage, name: PullName): PlayedPull {
  const pull = stage.pulls.get(name);
  if (pull === undefined) throw new Error(`The story opens "${name}" too late`);
  return pull;
}

async function send(github: GitHub, event: string, payload: object): Promise<void> {
  const status = await github.deliver(event, payload);
  if (status >= 300) throw new Error(`${event} was answered with ${status}`);
}
