import { at } from "../../dev/simulation/world/history.ts";
import type { Stores } from "../../src/storage/stores.ts";
import type { Delivery, Load } from "./load.ts";

/** When the load's deliveries come: its week is over in all but name, and no digest is due before Monday. */
export const SATURDAY = at(7);

/** When digests are due: that of the load's week, and one of an empty week, which closes it. */
export const MONDAYS = [at(9, 9), at(16, 9)] as const;

/** Sends deliveries side by side, as GitHub does; those that were not acknowledged, which it can be asked to send again. */
export async function send({ github }: Load, deliveries: readonly Delivery[]): Promise<readonly Delivery[]> {
  const acknowledged = await Promise.all(
    deliveries.map(({ id, event, payload }) =>
      github.deliver(event, payload, { id }).then(
        (status) => status === 202,
        () => false,
      ),
    ),
  );
  return deliveries.filter((_, index) => !acknowledged[index]);
}

/** Whether everything that was received is worked and shown, or given up. */
export async function isSettled({ deliveries, operations }: Stores): Promise<boolean> {
  const { pending } = await deliveries.loadDepth();
  const { stale } = await operations.loadCheckRunQueue();
  return pending + stale === 0;
}

/** Whether each repository's digests that are due on a Monday were published, and those before the last are closed. */
export async function arePublished({ repositories, digests }: Stores, monday: Date): Promise<boolean> {
  const due = MONDAYS.filter((each) => each <= monday).length;
  for (const { id } of await repositories.listActive()) {
    const published = await digests.list({ repositoryId: id, scope: "repository" });
    const closed = published.filter(({ isClosed }) => isClosed);
    if (published.length < due || closed.length < due - 1) return false;
  }
  return true;
}
