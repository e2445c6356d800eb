import type { Logger } from "pino";
import type { Stores } from "../storage/stores.ts";

/** A time up to now whose events GitHub no longer sends. */
export interface Gap {
  /** The installation of the gap; all of them if absent. */
  readonly installationId?: number;
  readonly since: Date;
}

/** The options for filling a gap. */
interface GapOptions {
  readonly stores: Pick<Stores, "repositories" | "backfills">;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** Requests the events of a gap from GitHub, for each of its repositories. */
export async function fillGap(
  { stores, log, clock }: GapOptions,
  { installationId, since }: Gap,
): Promise<void> {
  const repositories =
    installationId === undefined
      ? await stores.repositories.listActive()
      : (await stores.repositories.list()).filter((each) => each.installationId === installationId);
  for (const { id } of repositories) await stores.backfills.request({ repositoryId: id, since, at: clock() });
  log.info({ installationId, since, repositories: repositories.length }, "Gap is read from GitHub");
}
