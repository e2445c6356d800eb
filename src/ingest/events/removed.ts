import type { EventName, Payload } from "../../github/payloads.ts";
import type { Stores } from "../../storage/stores.ts";

/**
 * Whether an event is about a removed installation or repository. Such an event came late or repeatedly, and must
 * restore nothing.
 */
export async function isOfRemoved(
  { removals }: Pick<Stores, "removals">,
  name: EventName,
  payload: Payload<EventName>,
): Promise<boolean> {
  // An installation event reports removals and new installations itself.
  if (name === "installation") return false;
  const installationId = payload.installation.id;
  return removals.isRemoved({ installationId, repositoryId: coveredRepository(payload) });
}

/** The repository that an event needs covered. A transfer itself makes it covered again. */
function coveredRepository(payload: Payload<EventName>): number | undefined {
  if (!("repository" in payload)) return undefined;
  return "action" in payload && payload.action === "transferred" ? undefined : payload.repository.id;
}
