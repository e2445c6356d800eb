import { z } from "zod";
import { KNOWN_ACTIONS } from "./actions.ts";
import { isOtherLabel } from "./labellings.ts";
import { isLaterAssignment } from "./opening.ts";
import { ACTIONS, type EventName, type Payload } from "./payloads.ts";
import { readPayload } from "./read-payload.ts";
import { knownWord } from "./words.ts";

/** A delivery cut down to what is read of it. */
interface TrimmedDelivery {
  readonly installationId: number;
  readonly repositoryId: number | undefined;
  /** Absent when the payload lacks what is read of it; `problem` then says what. */
  readonly payload: string | undefined;
  readonly problem?: string;
}

/** What tells whether anything handles a delivery, and whose it is. */
const envelope = z.object({
  action: z.string().nullish(),
  installation: z.object({ id: z.int() }),
  repository: z.object({ id: z.int() }).optional().catch(undefined),
});

/**
 * Trims a parsed payload; `undefined` when nothing handles it.
 *
 * That is an event or action that is not in the table, one that no installation of the app sent, one that says what
 * this version has no word for, an assignment after the opening of a pull request, or a label that is no tool's.
 */
export function trimDelivery(event: string, payload: unknown): TrimmedDelivery | undefined {
  if (!isHandled(event)) return undefined;
  const { data } = envelope.safeParse(payload);
  if (data === undefined || !isNeeded(event, data)) return undefined;
  const address = { installationId: data.installation.id, repositoryId: data.repository?.id };
  const read = readPayload(event, payload);
  if ("unknownWords" in read) return undefined;
  if ("problem" in read) return { ...address, payload: undefined, problem: read.problem };
  if (event === "pull_request" && saysNothing(read.payload as Payload<"pull_request">)) return undefined;
  return { ...address, payload: JSON.stringify(read.payload) };
}

function saysNothing(pullRequest: Payload<"pull_request">): boolean {
  return isLaterAssignment(pullRequest) || isOtherLabel(pullRequest);
}

function isHandled(event: string): event is EventName {
  return Object.hasOwn(ACTIONS, event);
}

function isNeeded(event: EventName, { action: told, repository }: z.infer<typeof envelope>): boolean {
  const action = told ?? "created";
  // GitHub's schema lets the event of a merge queue name no repository; then it is nobody's.
  if (event === "merge_group" && repository === undefined) return false;
  const known = knownWord(`${event}.action`, KNOWN_ACTIONS[event], action);
  return known !== undefined && ACTIONS[event].includes(known);
}
