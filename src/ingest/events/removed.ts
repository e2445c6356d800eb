import type { EventName, Payload } from "../../github/payloads.ts";
import type { Stores } from "../../storage/stores.ts";

/** Whether an event is of what was removed: it came late, or a second time, and must bring nothing back. */
export async function isOfRemoved(
  { removals }: Pick<Stores, "removals">,
  name: EventName,
  payload: Payload<EventName>,
): Promise<boolean> {
  // This one tells of what is removed, and of what is there anew.
  if (name === "installation") return false;
  const installationId = payload.installation.id;
  return removals.covers({ installationId, repositoryId: coveredRepository(payload) });
}

/** The repository that an event wants covered; a transfer itself has it covered anew. */
function coveredRepository(payload: Payload<EventName>): number | undefined {
  if (!("repository" in payload)) return undefined;
  return "action" in payload && payload.action === "transferred" ? undefined : payload.repository.id;
}
