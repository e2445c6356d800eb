import type { UnreadKind } from "../domain/records/unread.ts";
import type { BackfillProgress } from "../storage/backfill.ts";
import type { ParkedDelivery, QueueDepth } from "../storage/delivery-queue.ts";
import type { DigestProblem } from "../storage/installations.ts";
import type { Mistake } from "../storage/mistakes.ts";
import type { CheckRunQueue, StoreSize, WrittenDigest } from "../storage/operations.ts";
import type { Stores } from "../storage/stores.ts";
import { type RefusedKind, refusedKinds } from "./refusal-lines.ts";

/** What is stored, and what waits. */
export interface Load {
  readonly store: StoreSize;
  readonly deliveries: QueueDepth;
  readonly checkRuns: CheckRunQueue;
  /** Those that are not done. */
  readonly backfills: readonly BackfillProgress[];
}

/** How much there is of what somebody must put right. */
export interface Troubles {
  /** Kinds of mistakes of ours that were met lately. */
  readonly mistakes: number;
  /** Owners whose digest cannot be published where their config wants it. */
  readonly digestProblems: number;
}

/** How a server does, by what it has stored. */
export interface Status extends Load {
  /** When the server was last found ready; absent when nobody asked. */
  readonly lastReadyAt: Date | undefined;
  /** The newest of them. */
  readonly parked: readonly ParkedDelivery[];
  /** Mistakes of ours, those met last first. */
  readonly mistakes: readonly Mistake[];
  readonly lastDigests: readonly WrittenDigest[];
  /** What GitHub did not tell, by its kind; most of it is asked for again each night for three days. */
  readonly untold: readonly { readonly kind: UnreadKind; readonly count: number }[];
  /** What GitHub refuses until somebody changes something. */
  readonly refused: readonly RefusedKind[];
  /** The owners whose digest cannot be published where their config wants it, and why. */
  readonly digestProblems: readonly DigestProblem[];
}

/** What a load and a status are read from. */
export type StatusStores = Pick<
  Stores,
  "deliveries" | "operations" | "backfills" | "installations" | "mistakes" | "refusals" | "unread"
>;

/** So many that all of it fits on one screen. */
const MOST_PARKED = 10;
const MOST_DIGESTS = 5;
const MOST_MISTAKES = 5;
/** More kinds of mistakes are as bad as so many. */
const MOST_COUNTED = 1_000;

/** Counts what is stored and what waits. */
export async function readLoad({ deliveries, operations, backfills }: StatusStores): Promise<Load> {
  return {
    store: await operations.size(),
    deliveries: await deliveries.depth(),
    checkRuns: await operations.checkRuns(),
    backfills: (await backfills.list()).filter(({ state }) => state !== "done"),
  };
}

/** Counts what somebody must put right. */
export async function readTroubles({ mistakes, installations }: StatusStores): Promise<Troubles> {
  return {
    mistakes: (await mistakes.list(MOST_COUNTED)).length,
    digestProblems: (await installations.digestProblems()).length,
  };
}

/** Reads how the server does that writes these stores. */
export async function readStatus(stores: StatusStores): Promise<Status> {
  return {
    ...(await readLoad(stores)),
    lastReadyAt: await stores.operations.lastHeartbeat(),
    parked: await stores.deliveries.listParked(MOST_PARKED),
    mistakes: await stores.mistakes.list(MOST_MISTAKES),
    lastDigests: await stores.operations.lastDigests(MOST_DIGESTS),
    untold: await stores.unread.counts(),
    refused: refusedKinds(await stores.refusals.list()),
    digestProblems: await stores.installations.digestProblems(),
  };
}
