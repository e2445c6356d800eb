import type { Stores } from "../../storage/stores.ts";
import { askAgain } from "../refusals.ts";

interface RefusedPastsOptions {
  readonly stores: Pick<Stores, "refusals" | "backfills">;
  readonly clock: () => Date;
}

/**
 * Has the past read again of repositories that GitHub did not let the app read at all, once a day.
 *
 * That costs a request. Where a part only was refused, all would be read again: that waits for an event.
 */
export async function readRefusedPasts({ stores, clock }: RefusedPastsOptions): Promise<void> {
  const now = clock();
  const failed = (await stores.backfills.list()).filter(({ state }) => state === "failed");
  const unread = failed.filter(({ phase }) => phase === "start");
  const ids = new Set(unread.map(({ repositoryId }) => repositoryId));
  for (const { repositoryId, refused, askAgainAt } of await stores.refusals.list()) {
    if (refused === "past" && askAgainAt <= now && ids.has(repositoryId))
      await askAgain(stores, [repositoryId], now);
  }
}
