import { WEEK_MS } from "../domain/durations.ts";
import type { Stores } from "../storage/stores.ts";
import { keepRepository } from "./repository.ts";

/** The length of the past that is read: enough for a digest's usual range. */
export const PAST_MS = 13 * WEEK_MS;

/** A repository that an installation covers from now on. Deliveries stored by an earlier version lack its name. */
export interface CoveredRepository {
  readonly id: number;
  readonly full_name?: string | undefined;
}

/** Records the repositories that an installation covers from now on, and requests their past from GitHub. */
export async function readPast(
  { repositories, backfills }: Pick<Stores, "repositories" | "backfills">,
  covered: readonly CoveredRepository[],
  { installationId, at }: { readonly installationId: number; readonly at: Date },
): Promise<void> {
  for (const { id, full_name: fullName = "" } of covered) {
    const [owner, name] = fullName.split("/");
    if (owner === undefined || name === undefined) continue;
    await keepRepository(repositories, { id, installationId, owner, name }, at);
    await backfills.request({ repositoryId: id, since: new Date(at.getTime() - PAST_MS), at });
  }
}
