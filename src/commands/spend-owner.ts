import type { SpendOwner } from "../storage/spend.ts";
import type { Stores } from "../storage/stores.ts";
import { UsageError, UserError } from "./user-error.ts";

/**
 * The owner of imported spend: the named organization, or the only one of the store.
 *
 * `undefined` in a store without an installation: the first one gets it. Throws a `UserError` where the store does not
 * know the organization, and a `UsageError` where it knows several and none is named.
 */
export async function findSpendOwner(
  { installations, repositories }: Pick<Stores, "installations" | "repositories">,
  owner: string | undefined,
): Promise<SpendOwner> {
  if (owner !== undefined) {
    const [repository] = await repositories.listByOwner(owner);
    if (repository !== undefined) return repository.installationId;
    throw new UserError(`${owner} is not in the store: install the app there, or leave --owner out`);
  }
  const [only, ...others] = await installations.list();
  if (others.length > 0) throw new UsageError("the store has several organizations: name one with --owner");
  return only?.id;
}
