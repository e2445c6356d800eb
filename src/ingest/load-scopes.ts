import type { DatedOwners } from "../domain/scopes/codeowners.ts";
import type { DatedScopes } from "../domain/scopes/named-scopes.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** What decides about the scopes of a repository's changes, the oldest first. */
interface ScopeFacts {
  readonly scopes: readonly DatedScopes[];
  /** Empty where no scope of any time names a team. */
  readonly codeowners: readonly DatedOwners[];
}

/** Loads the scopes of all times, and the `CODEOWNERS` that decide about them. */
export async function loadScopes(
  stores: Pick<Stores, "scopes" | "codeOwners">,
  { id, installationId }: Pick<Repository, "id" | "installationId">,
): Promise<ScopeFacts> {
  const scopes = await stores.scopes.list(installationId);
  const namesTeams = scopes.some((dated) => dated.scopes.some((each) => each.codeowners !== undefined));
  return { scopes, codeowners: namesTeams ? await stores.codeOwners.list(id) : [] };
}
