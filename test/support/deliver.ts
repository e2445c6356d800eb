import { pino } from "pino";
import type { Delivery } from "../../dev/simulation/story/story.ts";
import { onDeploymentStatus } from "../../src/ingest/events/deployment-status.ts";
import { onPullRequest } from "../../src/ingest/events/pull-request.ts";
import { onPush } from "../../src/ingest/events/push.ts";
import { onRelease } from "../../src/ingest/events/release.ts";
import { onReview } from "../../src/ingest/events/review.ts";
import type { SettingsSource } from "../../src/ingest/settings.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit } from "./github.ts";

/** Hands deliveries to the handlers, one after another. */
export async function deliver(
  stores: Stores,
  deliveries: readonly Delivery[],
  { end, settings }: { readonly end: Date; readonly settings: SettingsSource },
): Promise<void> {
  const options = { clock: () => end, onStale: () => {}, settings };
  const handlers = {
    pull_request: onPullRequest(stores, options),
    pull_request_review: onReview(stores, options),
    push: onPush(stores, options),
    deployment_status: onDeploymentStatus(stores, options),
    release: onRelease(stores, options),
  };
  for (const { event, payload, ...told } of deliveries) {
    const handler = handlers[event as keyof typeof handlers] as (event: object) => Promise<void>;
    const receivedAt = "receivedAt" in told ? told.receivedAt : end;
    await handler({ octokit, log: pino({ level: "silent" }), payload, receivedAt });
  }
}
