import { acme } from "../../dev/simulation/emulated/acme.ts";
import { type GitHub, startGitHub } from "../../dev/simulation/emulated/github.ts";
import { WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { startReceiver } from "../demo/receiver.ts";
import { Week } from "./week.ts";

/** A webhook as GitHub sends it, and sends it again under the same id. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly payload: object;
}

/** The pull requests' heads of one repository. */
export interface Heads {
  readonly repo: string;
  /** As they are now. */
  readonly current: readonly string[];
  /** As they were before more was pushed: whether a check run stands there depends on when that was. */
  readonly former: readonly string[];
}

/** A GitHub on which a week's work was done and nothing of Plimsoll's stands, and what it sends of that week. */
export interface Load {
  readonly github: GitHub;
  readonly deliveries: readonly Delivery[];
  readonly heads: readonly Heads[];
}

/** The repositories in which it happens, both of acme. */
export const REPOSITORIES = ["shop", "api"] as const;

/** Plays 2026-W45 in each repository; every time with the same commits, numbers, and times. */
export async function playLoad(): Promise<Load> {
  const github = await startGitHub({
    ...{ ...acme, repositories: REPOSITORIES },
    ...{ clock: at(2, 7), webhookSecret: WEBHOOK_SECRET },
  });
  const receiver = await startReceiver(WEBHOOK_SECRET);
  await github.setWebhookUrl(receiver.url);
  const heads: Heads[] = [];
  let now = at(2, 8);
  for (const repo of REPOSITORIES) {
    const week = new Week(github, repo, now);
    await week.play();
    heads.push({ repo, current: week.heads, former: week.formerHeads });
    now = week.now;
  }
  await github.delivered();
  receiver.close();
  return { github, deliveries: receiver.received, heads };
}
