import type { Repository } from "../storage/repositories.ts";
import type { SettingsWork } from "./settings.ts";

/**
 * Has the changes read again that merged after settings became valid, but were read before these were known: a push may
 * be received late, and another repository's is worked beside.
 */
export async function readMergedAgain(
  { stores, clock }: Pick<SettingsWork, "stores" | "clock">,
  repositories: readonly Pick<Repository, "id">[],
  after: Date,
): Promise<void> {
  for (const { id } of repositories) await stores.unread.noteMerged(id, { after, now: clock() });
}
