import { OWNERS_REPOSITORY } from "../ingest/config-files.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** Whether a repository's own config asks for a digest beside that of its organization. */
export async function asksForItsOwn(
  { settings }: Pick<Stores, "settings">,
  { id, name }: Repository,
): Promise<boolean> {
  const stored = await settings.find(id);
  const isOwn = stored?.source === "repository" && name !== OWNERS_REPOSITORY;
  return isOwn && stored.policy.digest.per === "repository";
}
