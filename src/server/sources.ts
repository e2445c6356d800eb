import type { Probot } from "probot";
import { type CheckRunOptions, checkRunWork } from "../check-runs/update.ts";
import { backfillWork } from "../ingest/backfill/backfill.ts";
import { readAgainWork } from "../ingest/read-again-work.ts";
import { type ReattributionOptions, reattributionWork } from "../ingest/reattribute.ts";
import type { NotifyTarget } from "../notify/send.ts";
import { notificationWork } from "../notify/work-notifications.ts";
import { deliveryWork } from "../queue/work-deliveries.ts";

/** The options of all work. */
export interface WorkersOptions extends ReattributionOptions, CheckRunOptions {
  /** Where notifications are sent; `undefined` where none are. */
  readonly notifyTarget: NotifyTarget | undefined;
}

/**
 * The sources of all background work: stored deliveries, the check runs that they change, facts to request again, the
 * past to read, old commits to attribute again, and notifications to send.
 */
export function createSources(probot: Probot, options: WorkersOptions) {
  const { stores, log, clock, tally, notifyTarget: target } = options;
  return {
    deliveries: deliveryWork({ ...stores, probot, log, clock, tally }),
    checkRuns: checkRunWork(options),
    again: readAgainWork(options),
    backfills: backfillWork(options),
    reattribution: reattributionWork(options),
    sending: target && notificationWork({ stores, log, clock, target }),
  };
}
