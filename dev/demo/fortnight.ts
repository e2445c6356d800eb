import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { Logger } from "pino";
import type { Plimsoll } from "../../src/server/server.ts";
import { acme } from "../simulation/emulated/acme.ts";
import { type GitHub, startGitHub } from "../simulation/emulated/github.ts";
import { startPlimsollOn, WEBHOOK_SECRET } from "../simulation/plimsoll.ts";
import { type Played, play, playSequel } from "./play.ts";
import { FOUR_WEEKS_ON, type SpendTold, tellSpend } from "./spend.ts";
import { BEGINNING, END } from "./story.ts";

/** The repository in which the fortnight happens. */
export const shop = { owner: "acme", repo: "shop" } as const;

/** A check run as GitHub's API shows it. */
export type CheckRun = RestEndpointMethodTypes["checks"]["get"]["response"]["data"];

/** An issue as GitHub's API shows it. */
export type Issue = RestEndpointMethodTypes["issues"]["get"]["response"]["data"];

/** An emulated GitHub and the real server on it, a fortnight before its digest. */
export interface Fortnight {
  readonly github: GitHub;
  readonly plimsoll: Plimsoll;
  /** Plays it to its end, with the digest published on the Monday after; tells of each step. */
  play(onStep?: (title: string, at: Date) => void): Promise<Played>;
  /** Goes on for another fortnight, and tells what the organization's AI tools cost in these four weeks. */
  playSpend(played: Played): Promise<SpendTold>;
  stop(): Promise<void>;
}

/** Starts both on free ports. */
export async function startFortnight(options: { databaseUrl: string; log: Logger }): Promise<Fortnight> {
  let now = BEGINNING;
  const github = await startGitHub({ ...acme, clock: BEGINNING, webhookSecret: WEBHOOK_SECRET });
  const plimsoll = await startPlimsollOn(github, { ...options, clock: () => now });
  return {
    github,
    plimsoll,
    async play(onStep) {
      const pulls = await play(github, {
        async onStep(title, at) {
          now = at;
          onStep?.(title, at);
          await plimsoll.idle();
        },
      });
      now = END;
      await plimsoll.publishDueDigests();
      return pulls;
    },
    async playSpend(played) {
      await playSequel(github, played, {
        async onStep(_, at) {
          now = at;
          await plimsoll.idle();
        },
      });
      now = FOUR_WEEKS_ON;
      return tellSpend(plimsoll.stores);
    },
    async stop() {
      await plimsoll.stop();
      await github.close();
    },
  };
}

/** The one check run on a commit. */
export async function fetchCheckRun(github: GitHub, head: string): Promise<CheckRun> {
  const { data } = await github.as("dario").rest.checks.listForRef({ ...shop, ref: head });
  return only(data.check_runs);
}

/** The one digest that the fortnight ends with. */
export async function fetchDigestIssue(github: GitHub): Promise<Issue> {
  const { data } = await github.as("dario").rest.issues.listForRepo({ ...shop, labels: "plimsoll" });
  return only(data);
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`Expected one and found ${items.length}`);
  return item;
}
