import type { Repository } from "../storage/repositories.ts";
import type { Stores } from "../storage/stores.ts";

/** The zone of days and weeks if no config sets one. */
const ZONE = "UTC";

/** The zone of a repository's days and weeks. */
export async function zoneOf(
  { rules }: Pick<Stores, "rules">,
  { id }: Pick<Repository, "id">,
): Promise<string> {
  return (await rules.list(id)).at(-1)?.timezone ?? ZONE;
}

/** The zone of an organization's days: its own, else the common one of all repositories, else UTC. */
export async function organizationZone(
  stores: Pick<Stores, "rules" | "settings">,
  repositories: readonly Repository[],
): Promise<string> {
  const [first] = repositories;
  const own = first && (await stores.settings.findOwner(first.installationId));
  if (own !== undefined && own.timezone !== ZONE) return own.timezone;
  const zones = new Set<string>();
  for (const repository of repositories) zones.add(await zoneOf(stores, repository));
  const [only, ...others] = zones;
  return only !== undefined && others.length === 0 ? only : ZONE;
}
