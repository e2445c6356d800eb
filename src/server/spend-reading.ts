import type { Logger } from "pino";
import { DAY_MS, HOUR_MS } from "../domain/durations.ts";
import { findOrganization } from "../spend/organization.ts";
import { pullSources } from "../spend/pull.ts";
import { type SpendVariables, wantedSources } from "../spend/sources.ts";
import type { Stores } from "../storage/stores.ts";

/** The options of the reading of spend. */
export interface SpendReadingOptions {
  readonly stores: Pick<Stores, "installations" | "repositories" | "spend" | "spendDeclarations">;
  readonly variables: SpendVariables;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** 06:00 UTC: by then the providers have booked most of the day before. */
const MORNING_MS = 6 * HOUR_MS;

/**
 * Reads the spend of the sources that were not tried since 06:00 UTC, and logs the result of each.
 *
 * So each is tried once a day, also when the server was down at that time, and a source that failed waits for the next
 * day. `plimsoll spend pull` does not wait. Nothing of a suspended installation is read.
 */
export async function readDueSpend({ stores, variables, log, clock }: SpendReadingOptions): Promise<void> {
  if (wantedSources(variables).length === 0) return;
  const found = await findOrganization(stores, variables.SPEND_OWNER);
  if (found === undefined) {
    log.warn("Spend not read: set SPEND_OWNER to the organization that the credentials are of");
    return;
  }
  if (found.isSuspended) return;
  const unlessTriedSince = lastMorning(clock());
  for (const { source, result } of await pullSources({
    stores,
    variables,
    clock,
    ...found,
    unlessTriedSince,
  })) {
    if ("error" in result) log.warn({ source: source.name, reason: result.error }, "Spend not read");
    else {
      const { totals: _, ...rest } = result;
      log.info({ source: source.name, ...rest }, "Spend read");
    }
  }
}

function lastMorning(now: Date): Date {
  return new Date(Math.floor((now.getTime() - MORNING_MS) / DAY_MS) * DAY_MS + MORNING_MS);
}
