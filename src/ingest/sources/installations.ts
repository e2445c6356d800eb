import { DAY_MS } from "../../domain/durations.ts";
import { fetchInstallations } from "../../github/app-settings.ts";
import type { KnownInstallation } from "../../storage/installations.ts";
import type { Stores } from "../../storage/stores.ts";
import { askAgainOf } from "../refusals.ts";
import type { DeliveryLogOptions } from "./delivery-log.ts";

/** What checking the installations needs. */
export interface InstallationCheckOptions extends Omit<DeliveryLogOptions, "stores"> {
  readonly stores: Pick<Stores, "installations" | "repositories" | "refusals" | "backfills">;
}

/** An App that was entered by mistake has no installation; that must not cost what is stored of those of the right one. */
const GONE_MS = 30 * DAY_MS;

/**
 * Finds out what no delivery told, such as what happened while the server was down for longer than GitHub's log reaches.
 *
 * An installation that is not there any more is left alone like a suspended one, and deleted after 30 days.
 */
export async function checkInstallations(options: InstallationCheckOptions): Promise<void> {
  // In this order: one that is made meanwhile must not seem gone.
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
