import { DAY_MS } from "../domain/durations.ts";
import type { UnreadKind } from "../domain/records/unread.ts";
import type { BackfillProgress } from "../storage/backfill.ts";
import type { Bug } from "../storage/bugs.ts";
import type { CheckRunQueue } from "../storage/check-run-queue.ts";
import type { ParkedDelivery, QueueDepth } from "../storage/delivery-queue.ts";
import type { GivenUpNotification, NotificationCounts } from "../storage/notifications.ts";
import type { WrittenDigest } from "../storage/operations.ts";
import type { DigestProblem } from "../storage/owner-digests.ts";
import type { StoreSize } from "../storage/store-size.ts";
import type { Stores } from "../storage/stores.ts";
import { type RefusedKind, refusedKinds } from "./refusal-lines.ts";

/** The stored and waiting work. */
export interface Load {
  readonly store: StoreSize;
  readonly deliveries: QueueDepth;
  readonly checkRuns: CheckRunQueue;
  /** The backfills that are not done. */
  readonly backfills: readonly BackfillProgress[];
  /** Those that wait, and those given up in the last 14 days. */
  readonly notifications: NotificationCounts;
}

/** The number of troubles that somebody must put right. */
export interface Troubles {
  /** The kinds of bugs of ours that occurred lately. */
  readonly bugs: number;
  /** The number of owners whose digest cannot be published in the place of their config. */
  readonly digestProblems: number;
}

/** The state of a server, by its store. */
export interface Status extends Load {
  /** The last time when the server was ready; absent when nobody asked. */
  readonly lastReadyAt: Date | undefined;
  /** The newest parked deliveries. */
  readonly parked: readonly ParkedDelivery[];
  /** Bugs of ours, latest first. */
  readonly bugs: readonly Bug[];
  readonly lastDigests: readonly WrittenDigest[];
  /** The facts that GitHub did not provide, by kind; most of them are requested again each night for three days. */
  readonly missing: readonly { readonly kind: UnreadKind; readonly count: number }[];
  /** The requests that GitHub refuses until somebody changes something. */
  readonly refused: readonly RefusedKind[];
  /** The owners whose digest cannot be published in the place of their config, with the reasons. */
  readonly digestProblems: readonly DigestProblem[];
  /** The notifications given up in the last 14 days, the latest first. */
  readonly givenUpNotifications: readonly GivenUpNotification[];
}

/** The stores for a load and a status. */
export type StatusStores = Pick<
  Stores,
  | "deliveries"
  | "operations"
  | "backfills"
  | "installations"
  | "bugs"
  | "notifications"
  | "refusals"
  | "unread"
>;

/** The most parked deliveries that fit on one screen. */
const MOST_PARKED = 10;
const MOST_DIGESTS = 5;
const MOST_BUGS = 5;
/** The most kinds of bugs that are counted; more are as bad. */
const MOST_COUNTED = 1_000;
const MOST_NOTIFICATIONS = 5;
/** The time for which a given-up notification is shown. */
const NOTIFICATIONS_FOR = 14 * DAY_MS;

/** Counts the stored and waiting work. */
export async function readLoad(stores: StatusStores, now: Date): Promise<Load> {
  const { deliveries, operations, backfills, notifications } = stores;
  return {
    store: await operations.loadSize(),
    deliveries: await deliveries.loadDepth(),
    checkRuns: await operations.loadCheckRunQueue(),
    backfills: (await backfills.list()).filter(({ state }) => state !== "done"),
    notifications: await notifications.counts(new Date(now.getTime() - NOTIFICATIONS_FOR)),
  };
}

/** Counts the troubles that somebody must put right. */
export async function readTroubles({ bugs, installations }: StatusStores): Promise<Troubles> {
  return {
    bugs: (await bugs.list(MOST_COUNTED)).length,
    digestProblems: (await installations.listDigestProblems()).length,
  };
}

/** Loads the state of the server that writes these stores. */
export async function readStatus(stores: StatusStores, now = new Date()): Promise<Status> {
  const since = new Date(now.getTime() - NOTIFICATIONS_FOR);
  return {
    ...(await readLoad(stores, now)),
    lastReadyAt: await stores.operations.findLastHeartbeat(),
    parked: await stores.deliveries.listParked(MOST_PARKED),
    bugs: await stores.bugs.list(MOST_BUGS),
    lastDigests: await stores.operations.listLastDigests(MOST_DIGESTS),
    missing: await stores.unread.countByKind(),
    refused: refusedKinds(await stores.refusals.list()),
    digestProblems: await stores.installations.listDigestProblems(),
    givenUpNotifications: await stores.notifications.listGivenUp(since, MOST_NOTIFICATIONS),
  };
}
