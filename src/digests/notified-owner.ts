import type { Repository } from "../storage/repositories.ts";
import type { DigestOptions } from "./digest-options.ts";

/**
 * Finds the installation whose digests and alerts are sent; `undefined` where none are.
 *
 * Anybody may install a public app, so with several installations the operator names the owner. A suspended one counts:
 * its operator's chat must not get the digests of the other one.
 */
export async function findNotifiedInstallation(
  { notify, stores, log }: Pick<DigestOptions, "notify" | "stores" | "log">,
  active: ReadonlyMap<number, readonly Repository[]>,
): Promise<number | undefined> {
  if (notify === undefined) return undefined;
  const owner = notify.owner?.toLowerCase();
  if (owner !== undefined) {
    for (const [id, [first]] of active) if (first?.owner.toLowerCase() === owner) return id;
    log.warn("No notifications: the app does not work for NOTIFY_OWNER");
    return undefined;
  }
  const [only, ...others] = await stores.installations.list();
  if (others.length === 0) return only?.id;
  log.warn("No notifications: set NOTIFY_OWNER to the owner whose digests are sent");
  return undefined;
}
