import type { RestEndpointMethodTypes } from "@octokit/rest";
import { type GitHubClient, undefinedOn } from "./octokit.ts";
import { ACTIONS, type EventName } from "./payloads.ts";
import { NO_EVENT, undefinedWhenUnknown } from "./when.ts";

/** One attempt of GitHub's to deliver a webhook, by its log. */
export interface HookDelivery {
  /** The id of this attempt. GitHub's ids exceed JavaScript's safe integers, so never compute with it. */
  readonly id: number;
  /** The same for each attempt: `x-github-delivery`. */
  readonly guid: string;
  readonly deliveredAt: Date;
  /** Whether the server acknowledged it. */
  readonly isAnswered: boolean;
  readonly isHandled: boolean;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
}

/** A part of GitHub's log of the app's deliveries. */
interface HookDeliveryLog {
  /** Newest first. */
  readonly deliveries: readonly HookDelivery[];
  /** Whether the log reaches back to the requested time; GitHub keeps three days, an Enterprise Server seven. */
  readonly isComplete: boolean;
}

type LoggedDelivery = RestEndpointMethodTypes["apps"]["listWebhookDeliveries"]["response"]["data"][number];

/**
 * Fetches the handled deliveries in the app's log from now back to a time; `octokit` acts as the app.
 *
 * It reads every status: a filter by failure leaves out timeouts and refused connections. `undefined` where GitHub has
 * no such log, as on old Enterprise Servers.
 */
export async function fetchHookDeliveries(
  octokit: GitHubClient,
  since: Date,
): Promise<HookDeliveryLog | undefined> {
  const deliveries: HookDelivery[] = [];
  const pages = octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, { per_page: 100 });
  try {
    for await (const { data } of pages) {
      const page = data.map(toDelivery);
      const newer = page.filter(({ deliveredAt }) => deliveredAt >= since);
      deliveries.push(...newer.filter(({ isHandled }) => isHandled));
      if (newer.length < page.length) return { deliveries, isComplete: true };
    }
  } catch (error) {
    return undefinedWhenUnknown(NO_EVENT)(error);
  }
  return { deliveries, isComplete: false };
}

/** Asks GitHub to deliver again; returns whether it does. It refuses for deliveries that it does not keep any more. */
export async function requestRedelivery(
  octokit: GitHubClient,
  { id }: Pick<HookDelivery, "id">,
): Promise<boolean> {
  const asked = octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
  return (await asked.catch(undefinedOn(400, 404, 422))) !== undefined;
}

function toDelivery(logged: LoggedDelivery): HookDelivery {
  const { id, guid, delivered_at, status, event, action, installation_id, repository_id } = logged;
  return {
    id,
    guid,
    deliveredAt: new Date(delivered_at),
    isAnswered: status === "OK",
    isHandled: isHandled(event, action ?? "created"),
    installationId: installation_id ?? undefined,
    repositoryId: repository_id ?? undefined,
  };
}

function isHandled(event: string, action: string): boolean {
  return Object.hasOwn(ACTIONS, event) && ACTIONS[event as EventName].includes(action);
}
