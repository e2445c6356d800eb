import type { PgBoss } from "pg-boss";
import type { Transaction } from "../../storage/sql/handle.ts";
import type { SharedSource } from "../shared-source.ts";
import { HUNG_AFTER_MS } from "../work-loop.ts";
import { SIGN_OF_LIFE_SECONDS, withinTransaction } from "./boss.ts";

/** A source without the type of its items, so that several are a list. */
export interface PartitionSource extends Pick<SharedSource<never>, "listDue"> {
  /** The priority of its partitions in the queue; the larger one comes first. */
  readonly priority: number;
  /** Works the next due item of a partition. Resolves to whether there was one. */
  workNext(partition: number): Promise<boolean>;
}

/**
 * A job says that a partition may have due work. The work itself is in the store. So a job that is lost, doubled or late
 * does no harm: each server looks for due partitions again and again.
 */
export const PARTITIONS = "partitions";

/** The priority of partitions with deliveries, for which people wait, and of others. */
export const [DELIVERIES_FIRST, OTHERS_LATER] = [2, 1] as const;

const CLEAN_AFTER_SECONDS = 60;

/** No item takes longer. */
const LONGEST_SECONDS = HUNG_AFTER_MS / 1_000;

/** Takes away the type of a source's items. */
export function toPartitionSource<Item>(
  source: SharedSource<Item>,
  priority: number = OTHERS_LATER,
): PartitionSource {
  return {
    priority,
    listDue: source.listDue,
    async workNext(partition) {
      const item = await source.next([], partition);
      if (item === undefined) return false;
      await source.work(item);
      return true;
    },
  };
}

/** Makes the queue, if it is not there. At most one job of each partition waits, and one is worked, over all servers. */
export async function createPartitionQueue(boss: PgBoss): Promise<void> {
  const options = {
    notify: true,
    // A job that failed says nothing: its partition is found again.
    retryLimit: 0,
    heartbeatSeconds: SIGN_OF_LIFE_SECONDS,
    expireInSeconds: LONGEST_SECONDS,
    // Nobody asks for a finished one.
    deleteAfterSeconds: CLEAN_AFTER_SECONDS,
  };
  await boss.createQueue(PARTITIONS, { policy: "stately", ...options });
  // An earlier version may have made it.
  await boss.updateQueue(PARTITIONS, options);
}

/** Puts partitions into the queue, in the transaction that stores their work. */
export async function enqueuePartitions(
  boss: PgBoss,
  transaction: Transaction,
  partitions: readonly number[],
): Promise<void> {
  await boss.insert(PARTITIONS, toJobs(partitions, DELIVERIES_FIRST), { db: withinTransaction(transaction) });
}

/** The jobs of partitions; the ones of a larger priority are taken first. */
export function toJobs(partitions: readonly number[], priority: number) {
  return [...new Set(partitions)].map((partition) => ({ singletonKey: String(partition), priority }));
}
