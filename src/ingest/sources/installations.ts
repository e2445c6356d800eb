import { DAY_MS } from "../../domain/durations.ts";
import { fetchInstallations } from "../../github/app-settings.ts";
import type { KnownInstallation } from "../../storage/installations.ts";
import type { Stores } from "../../storage/stores.ts";
import { askAgainOf } from "../refusals.ts";
import type { DeliveryLogOptions } from "./delivery-log.ts";

/** The options for checking the installations. */
export interface InstallationCheckOptions extends Omit<DeliveryLogOptions, "stores"> {
  readonly stores: Pick<Stores, "installations" | "repositories" | "refusals" | "backfills">;
}

/**
 * The time after which a missing installation is deleted. The operator may have configured a wrong App, which has no
 * installations. That must not delete the data of the right one's.
 */
const GONE_MS = 30 * DAY_MS;

/**
 * Finds changes of installations that no delivery reported, such as those during an outage longer than GitHub's log.
 *
 * A missing installation is treated as suspended, and deleted after 30 days.
 */
export async function checkInstallations(options: InstallationCheckOptions): Promise<void> {
  // In this order, so that an installation created in between does not seem to be missing.
  const stored = await options.stores.installations.list();
  const all = await fetchInstallations(await options.authenticateApp());
  const there = new Map(all.map((each) => [each.id, each]));
  for (const known of stored) {
    const found = there.get(known.id);
    if (found === undefined) await leave(options, known);
    else if (found.isSuspended) await options.stores.installations.suspend(known.id, options.clock());
    else await resume(options, known);
  }
}

async function leave(
  { stores, log, clock }: InstallationCheckOptions,
  { id: installationId, suspendedAt }: KnownInstallation,
): Promise<void> {
  const now = clock();
  if (suspendedAt !== undefined && now.getTime() - suspendedAt.getTime() > GONE_MS) {
    await stores.installations.forget(installationId, now);
    return log.warn(
      { installationId },
      "Installation gone for 30 days, deleted with all that was stored of it",
    );
  }
  await stores.installations.suspend(installationId, now);
  log.warn({ installationId, since: suspendedAt ?? now }, "GitHub does not know the installation");
}

async function resume(
  { stores, log, clock, onGap }: InstallationCheckOptions,
  { id: installationId, suspendedAt: since }: KnownInstallation,
): Promise<void> {
  if (since === undefined) return;
  await onGap({ installationId, since });
  await stores.installations.resume(installationId);
  await askAgainOf(stores, installationId, clock());
  log.info({ installationId, since }, "Installation not suspended any more");
}
