import type { SpendOwner } from "../storage/spend.ts";
import type { Stores } from "../storage/stores.ts";

/** The organization whose spend is read. */
interface SpendOrganization {
  readonly owner: SpendOwner;
  /** Its login on GitHub; `undefined` where the store knows none. */
  readonly organization: string | undefined;
  /** Whether the App is suspended there: then nothing of it is read. */
  readonly isSuspended: boolean;
}

/**
 * Finds the organization that the credentials are of: the named one, or the only one.
 *
 * `undefined` where the app is installed in several and none of these is named.
 */
export async function findOrganization(
  { installations, repositories }: Pick<Stores, "installations" | "repositories">,
  name: string | undefined,
): Promise<SpendOrganization | undefined> {
  const all = await installations.list();
  if (all.length === 0) return { owner: undefined, organization: name, isSuspended: false };
  const [named] = name === undefined ? [] : await repositories.listByOwner(name);
  const only = all.length === 1 && name === undefined ? all[0]?.id : undefined;
  const found = all.find(({ id }) => id === (named?.installationId ?? only));
  if (found === undefined) return undefined;
  const first =
    named ?? (await repositories.list()).find(({ installationId }) => installationId === found.id);
  return { owner: found.id, organization: first?.owner, isSuspended: found.suspendedAt !== undefined };
}
