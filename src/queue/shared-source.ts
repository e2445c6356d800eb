import type { PartitionPage } from "../storage/partitions.ts";
import type { WorkSource } from "./work-loop.ts";

/** Durable work that several servers share. Each partition is worked by one of them at a time. */
export interface SharedSource<Item> extends WorkSource<Item> {
  /** The partitions with due items, in order. */
  listDue(page: PartitionPage): Promise<readonly number[]>;
}
