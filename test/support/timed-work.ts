import { pino } from "pino";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import type { EventName } from "../../src/github/payloads.ts";
import { onDeploymentStatus } from "../../src/ingest/events/deployment-status.ts";
import type { Handler } from "../../src/ingest/events/event.ts";
import { onPullRequest } from "../../src/ingest/events/pull-request.ts";
import { onPush } from "../../src/ingest/events/push.ts";
import { onRelease } from "../../src/ingest/events/release.ts";
import { onRepository } from "../../src/ingest/events/repository.ts";
import { onReview } from "../../src/ingest/events/review.ts";
import { readAgainWork } from "../../src/ingest/read-again-work.ts";
import type { SettingsSource } from "../../src/ingest/settings.ts";
import { deliveryWork } from "../../src/queue/work-deliveries.ts";
import type { WorkSource } from "../../src/queue/work-loop.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit } from "./github.ts";
import { settingsWith } from "./stores.ts";

const log = pino({ level: "silent" });
const SECOND = 1_000;

/** A server whose clock a test moves, with the real handlers, and all that works deliveries and reads again. */
export interface TimedWork {
  readonly now: () => Date;
  /** Receives a delivery now. */
  receive(event: EventName, payload: object): Promise<void>;
  /** Works all that is due until then, whenever it is. */
  workUntil(until: Date): Promise<void>;
}

/** Starts one at a time; `settings` are those of repositories without any, unless given. */
export function startTimedWork(
  stores: Stores,
  start: Date,
  settings: SettingsSource = settingsWith(),
): TimedWork {
  let now = start;
  let received = 0;
  const clock = () => now;
  const options = { clock, onStale: () => {}, settings };
  const handlers: Partial<Record<string, Handler<never>>> = {
    pull_request: onPullRequest(stores, options),
    pull_request_review: onReview(stores, options),
    push: onPush(stores, options),
    release: onRelease(stores, options),
    repository: onRepository(stores, options),
    deployment_status: onDeploymentStatus(stores, options),
  };
  const probot = {
    receive: async ({ id, name, payload }: { id: string; name: string; payload: object }) => {
      const receivedAt = (await stores.deliveries.findReceivedAt(id)) ?? now;
      await handlers[name]?.({ octokit, log, receivedAt, payload: payload as never });
    },
  };
  const jobs = { stores, log, clock, settings, authenticate: async () => octokit, onStale: () => {} };
  const deliveries = deliveryWork({
    ...jobs,
    ...stores,
    probot: probot as never,
  });
  const again = readAgainWork(jobs);
  return {
    now: clock,
    async receive(event, payload) {
      const told = { event, installationId: SHOP.installationId, repositoryId: SHOP.id };
      const id = `d${++received}`;
      await stores.deliveries.saveAll([{ ...told, id, payload: JSON.stringify(payload), receivedAt: now }]);
    },
    async workUntil(until) {
      const began = now.getTime();
      while (now < until) {
        await workDue(deliveries);
        await workDue(again);
        // Retries are put off for longer each time, so steps can grow.
        const step = Math.max(10 * SECOND, (now.getTime() - began) / 10);
        now = new Date(Math.min(now.getTime() + Math.min(step, 1_800 * SECOND), until.getTime()));
      }
    },
  };
}

async function workDue<Item>(source: WorkSource<Item>): Promise<void> {
  for (;;) {
    const item = await source.next([]);
    if (item === undefined) return;
    await source.work(item);
  }
}
