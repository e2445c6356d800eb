import { pino } from "pino";
import { WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";
import { type SimulatedGitHub, startSimulatedGitHub } from "../../dev/simulation/story/github.ts";
import type { Story } from "../../dev/simulation/story/story.ts";
import { asSent, timeOf } from "../../dev/simulation/story/webhooks.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { Digest } from "../../src/domain/metric/digest.ts";
import { readServerEnv } from "../../src/env.ts";
import { type Plimsoll, startPlimsoll } from "../../src/server/server.ts";
import { wholeDigest } from "../support/stores.ts";
import { environmentOf, newDatabase } from "./environment.ts";
import { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
import { ImpatientOctokit } from "./octokit.ts";
import { isSettled } from "./progress.ts";
import type { Schedule } from "./schedule.ts";

const WEEKS = ["2026-W45", "2026-W46", "2026-W47", "2026-W48", "2026-W49"];
const MINUTE = 60_000;
/** Longer than work is ever put off. */
const ROUND = 37 * MINUTE;
const DAY = 1_440 * MINUTE;
const MOST_ROUNDS = 60;

/** What a story comes to, in the store and on GitHub. */
export interface Outcome {
  readonly digests: readonly Digest[];
  /** By head. */
  readonly checkRuns: Readonly<Record<string, readonly object[]>>;
  readonly issues: readonly object[];
  readonly unfinished: object;
  /** What GitHub refuses, and why. */
  readonly refused: readonly string[];
  /** What GitHub's official description says against what the double answered. */
  readonly faults: readonly string[];
}

/** A server on the GitHub of a story, both by a clock that is played. */
export class Playing {
  readonly #story: Story;
  readonly #schedule: Schedule;
  readonly #github: SimulatedGitHub;
  readonly #proxy: FaultyProxy;
  #plimsoll: Plimsoll | undefined;
  #now = at(1);

  private constructor(of: { story: Story; schedule: Schedule; github: SimulatedGitHub; proxy: FaultyProxy }) {
    this.#story = of.story;
    this.#schedule = of.schedule;
    this.#github = of.github;
    this.#proxy = of.proxy;
  }

  /** Plays a story by a schedule to its end, and returns what it comes to. */
  static async play(story: Story, schedule: Schedule): Promise<Outcome> {
    const { lagOf } = schedule;
    const github = await startSimulatedGitHub(story, {
      webhookSecret: WEBHOOK_SECRET,
      lagOf,
      config: "ship: auto\n",
    });
    const proxy = await startFaultyProxy(github.url);
    const playing = new Playing({ story, schedule, github, proxy });
    await playing.#start();
    await playing.#tell();
    proxy.faultOf = schedule.always;
    await playing.#heal();
    await playing.#publish();
    const outcome = await playing.#outcome();
    await playing.#plimsoll?.stop();
    proxy.close();
    github.close();
    return outcome;
  }

  get #server(): Plimsoll {
    if (this.#plimsoll === undefined) throw new Error("The server has not been started");
    return this.#plimsoll;
  }

  async #start(): Promise<void> {
    this.#github.setClock(this.#now);
    this.#plimsoll = await startPlimsoll({
      env: readServerEnv(
        environmentOf({ github: this.#github }, { databaseUrl: newDatabase(), url: this.#proxy.url }),
      ),
      log: pino({ level: process.env.PLIMSOLL_LOG ?? "silent" }),
      clock: () => this.#now,
      Octokit: ImpatientOctokit,
    });
    await this.#github.setWebhookUrl(`${this.#plimsoll.url}/api/github/webhooks`);
  }

  /** Has everything sent by the schedule; what was lost is asked for again within GitHub's three days. */
  async #tell(): Promise<void> {
    const { faultOf, sendings, installedAfter } = this.#schedule;
    const { deliveries } = this.#story;
    const installed = deliveries[Math.floor(deliveries.length * installedAfter)];
    const since = installed === undefined ? at(1) : timeOf(installed);
    await this.#goTo(since);
    this.#proxy.faultOf = faultOf;
    await this.#install();
    const sent = deliveries.flatMap((delivery, index) => {
      const { delays = [0], isLost = false, isLeast = false } = sendings[index % sendings.length] ?? {};
      const webhook = {
        id: `delivery-${index}`,
        event: delivery.event,
        payload: asSent(delivery, { isLeast }),
      };
      if (timeOf(delivery) < since) return [];
      return delays.map((delay) => ({ at: timeOf(delivery).getTime() + delay, webhook, isLost }));
    });
    let caughtUp = since.getTime();
    for (const { at, webhook, isLost } of sent.sort((a, b) => a.at - b.at)) {
      await this.#goTo(new Date(at));
      await this.#github.send(webhook, { isLost });
      await this.#server.idle();
      if (at - caughtUp < DAY) continue;
      caughtUp = at;
      await this.#catchUp();
    }
  }

  async #install(): Promise<void> {
    const installation = { id: SHOP.installationId, created_at: this.#now.toISOString() };
    const repositories = [{ id: SHOP.id, full_name: `${SHOP.owner}/${SHOP.name}` }];
    const payload = { action: "created", installation, repositories };
    await this.#github.send({ id: "installed", event: "installation", payload });
    await this.#server.idle();
  }

  async #catchUp(): Promise<void> {
    await this.#server.catchUp().catch(() => {});
    await this.#github.quiet();
    await this.#server.idle();
  }

  async #goTo(now: Date): Promise<void> {
    if (now > this.#now) this.#now = now;
    this.#github.setClock(this.#now);
  }

  /** Lets time pass, nights included, until all is worked that was put off, and all is read that came late. */
  async #heal(): Promise<void> {
    await this.#catchUp();
    for (let night = 0; night < 4; night++) {
      await this.#settle();
      await this.#goTo(new Date(this.#now.getTime() + DAY));
      await this.#server.runNightly();
    }
    await this.#settle();
  }

  async #settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      // It is known already, and has the workers look for what is due now.
      await this.#install();
      if ((await isSettled(this.#server.stores)) && !(await this.#isReading())) return;
      await this.#goTo(new Date(this.#now.getTime() + ROUND));
    }
    throw new Error(`Work is left that is never done: ${JSON.stringify(await this.#unfinished())}`);
  }

  async #isReading(): Promise<boolean> {
    return this.#server.stores.backfills.isRunning(SHOP.id);
  }

  async #publish(): Promise<void> {
    await this.#goTo(at(36, 9));
    for (let round = 0; round < 3; round++) {
      await this.#server.publishDueDigests();
      await this.#goTo(new Date(this.#now.getTime() + 60 * MINUTE));
    }
  }

  async #unfinished(): Promise<object> {
    const { deliveries, operations, backfills } = this.#server.stores;
    const { pending, parked } = await deliveries.loadDepth();
    const { stale, failed } = await operations.loadCheckRunQueue();
    const problems = (await backfills.list()).flatMap((each) => each.problems);
    return { pending, parked, stale, failed, problems };
  }

  async #outcome(): Promise<Outcome> {
    const digests: Digest[] = [];
    for (const week of WEEKS) {
      digests.push(await wholeDigest(this.#server.stores, { week, now: at(36, 9) }));
    }
    const heads = newestHeads(this.#story);
    // Whether one was written on a head that a push left behind depends on how soon that came.
    const runs = [...this.#github.written.checkRuns.values()]
      .filter(({ head_sha: head }) => heads.has(head))
      .map(({ id: _, ...run }) => run);
    return {
      digests,
      checkRuns: Object.fromEntries(Map.groupBy(runs, ({ head_sha }) => head_sha)),
      issues: [...this.#github.written.issues.values()].map(({ number: _, ...issue }) => issue),
      unfinished: await this.#unfinished(),
      refused: (await this.#server.stores.refusals.list()).map(
        ({ refused, reason }) => `${refused}: ${reason}`,
      ),
      faults: [...this.#github.faults],
    };
  }
}

/** The head that each pull request had last. */
function newestHeads({ deliveries }: Story): ReadonlySet<string> {
  const heads = new Map<number, string>();
  for (const { event, payload } of deliveries)
    if (event === "pull_request") heads.set(payload.pull_request.number, payload.pull_request.head.sha);
  return new Set(heads.values());
}
