import type { Logger } from "pino";
import type { Stores } from "../storage/stores.ts";

/** A time up to now of which GitHub sends nothing any more. */
export interface Gap {
  /** The one installation that it is of; all of them without it. */
  readonly installationId?: number;
  readonly since: Date;
}

/** What filling a gap needs. */
interface GapOptions {
  readonly stores: Pick<Stores, "repositories" | "backfills">;
  readonly log: Logger;
  readonly clock: () => Date;
}

/** Has what happened in a gap read from GitHub, for each repository that it is of. */
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
