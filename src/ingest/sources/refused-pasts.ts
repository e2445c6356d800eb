import type { Stores } from "../../storage/stores.ts";
import { askAgain } from "../refusals.ts";

interface RefusedPastsOptions {
  readonly stores: Pick<Stores, "refusals" | "backfills">;
  readonly clock: () => Date;
}

/**
 * Once a day, tries again to read the past of repositories that GitHub refused from the beginning.
 *
 * That costs one request. Where GitHub refused only a part, all would be read again, so that waits for an event.
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
