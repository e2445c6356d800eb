import { isMadeForDigest } from "../domain/digest-choice.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/**
 * The repositories with a part in their organization's digest: all but the one that is made for it, and those whose
 * config disables the digest.
 */
export async function findMeasured(
  { settings }: Pick<Stores, "settings">,
  repositories: readonly Repository[],
): Promise<readonly Repository[]> {
  const measured: Repository[] = [];
  for (const repository of repositories.filter(({ name }) => !isMadeForDigest(name))) {
    if ((await settings.find(repository.id))?.policy.digest.enabled !== false) measured.push(repository);
  }
  return measured;
}
