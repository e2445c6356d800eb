import type { Logger } from "pino";
import { DAY_MS, MINUTE_MS } from "../../domain/durations.ts";
import { fetchHookDeliveries, type HookDelivery, requestRedelivery } from "../../github/hook-deliveries.ts";
import type { GitHubClient } from "../../github/octokit.ts";
import { UNDERSTANDING } from "../../github/understanding.ts";
import type { Tally } from "../../operations/tally.ts";
import type { MisunderstoodDelivery } from "../../storage/catch-ups.ts";
import type { Stores } from "../../storage/stores.ts";
import type { Gap } from "../gap.ts";

/** The options for reading the log of deliveries. */
export interface DeliveryLogOptions {
  readonly stores: Pick<Stores, "catchUps" | "removals">;
  /** An Octokit that acts as the app itself. */
  readonly authenticateApp: () => Promise<GitHubClient>;
  readonly log: Logger;
  readonly clock: () => Date;
  /**
   * Called when GitHub's log does not reach back to the last reading. The events since then must be read themselves.
   */
  readonly onGap: (gap: Gap) => Promise<void>;
  /** Counts missed deliveries. */
  readonly tally?: Pick<Tally, "deliveriesMissed" | "logGapFound">;
}

/** The length of the log for the first reading. */
const FIRST_MS = 3 * DAY_MS;
/** The longest log of any GitHub: seven days on Enterprise Server. */
const LONGEST_MS = 7 * DAY_MS;
/** GitHub keeps at least this much of its log. */
const LOG_MS = 3 * DAY_MS;
/** A delivery is listed a little after it was sent, and our clock may be wrong. Reading it twice does no harm. */
const OVERLAP_MS = 5 * MINUTE_MS;

/**
 * Asks GitHub to redeliver, once, deliveries that this server never received. GitHub does not do so by itself.
 *
 * Only deliveries since the last reading are considered. After a failure the next call starts from the same place.
 */
export async function catchUp(options: DeliveryLogOptions): Promise<void> {
  const { stores, authenticateApp, log, clock, onGap, tally } = options;
  const now = clock();
  const last = await stores.catchUps.findReadEnd();
  // A last reading in the future came from a wrong clock, so its real time is unknown.
  const isKnown = last !== undefined && last <= now;
  const unread = isKnown ? last.getTime() - OVERLAP_MS : now.getTime() - FIRST_MS;
  const longAgo = new Date(now.getTime() - LONGEST_MS);
  const misunderstood = await stores.catchUps.listNotUnderstood(UNDERSTANDING, longAgo);
  const received = misunderstood.map(({ receivedAt }) => receivedAt.getTime() - OVERLAP_MS);
  const octokit = await authenticateApp();
  const found = await fetchHookDeliveries(octokit, new Date(Math.min(unread, ...received)));
  if (found === undefined) return log.info("GitHub has no log of deliveries to catch up from");
  const missed = await missedOf(stores, found.deliveries);
  for (const delivery of missed) {
    const isComing = await requestRedelivery(octokit, delivery);
    await stores.catchUps.markAsked(delivery.guid, now);
    tally?.deliveriesMissed(1);
    log.info({ delivery: delivery.guid, isComing }, "Missed delivery asked for again");
  }
  await askForMisunderstood({ stores, octokit, log }, { misunderstood, logged: found.deliveries, now });
  const isGap = last !== undefined && !found.isComplete && now.getTime() - last.getTime() > LOG_MS;
  if (isGap) {
    log.warn({ since: last }, "GitHub's log does not reach back to where it was read last");
    tally?.logGapFound();
    await onGap({ since: last });
  }
  await stores.catchUps.markRead(now);
  log.debug({ deliveries: found.deliveries.length, missed: missed.length }, "Log of deliveries read");
}

/** The deliveries that another version did not understand, and the deliveries in GitHub's log. */
interface Misunderstood {
  readonly misunderstood: readonly MisunderstoodDelivery[];
  readonly logged: readonly HookDelivery[];
  readonly now: Date;
}

/**
 * Asks GitHub to redeliver deliveries that another version did not understand: this version may understand them. Each
 * version asks once.
 *
 * Deliveries that are no longer in the log are given up, so that the log is not read so far back each time.
 */
async function askForMisunderstood(
  { stores, octokit, log }: Pick<DeliveryLogOptions, "stores" | "log"> & { readonly octokit: GitHubClient },
  { misunderstood, logged, now }: Misunderstood,
): Promise<void> {
  const attempts = new Map(logged.map((delivery) => [delivery.guid, delivery]));
  for (const { guid } of misunderstood) {
    // It may arrive, be stored, and again not be understood.
    const once = `${guid} ${UNDERSTANDING}`;
    const isFirst = (await stores.catchUps.listMissing([once])).has(once);
    const attempt = isFirst ? attempts.get(guid) : undefined;
    const isComing = attempt !== undefined && (await requestRedelivery(octokit, attempt));
    await stores.catchUps.markAsked(once, now);
    await stores.catchUps.markAskedBy(UNDERSTANDING, [guid]);
    const asked = { delivery: guid, isComing };
    log.info(asked, "Delivery requested again that another version did not understand");
  }
}

/** One attempt of each delivery that was never received, the oldest first. */
async function missedOf(
  { catchUps, removals }: DeliveryLogOptions["stores"],
  deliveries: readonly HookDelivery[],
): Promise<HookDelivery[]> {
  const answered = new Set(deliveries.filter(({ isAnswered }) => isAnswered).map(({ guid }) => guid));
  const unanswered = deliveries.filter(({ guid }) => !answered.has(guid));
  const failed = new Map(unanswered.map((delivery) => [delivery.guid, delivery]));
  const missing = await catchUps.listMissing([...failed.keys()]);
  const wanted: HookDelivery[] = [];
  for (const delivery of [...failed.values()].reverse()) {
    const { guid, installationId, repositoryId } = delivery;
    if (!missing.has(guid) || installationId === undefined) continue;
    if (!(await removals.isRemoved({ installationId, repositoryId }))) wanted.push(delivery);
  }
  return wanted;
}
