import { z } from "zod";
import { KNOWN_ACTIONS } from "./actions.ts";
import { isOtherLabel } from "./labellings.ts";
import { isLaterAssignment } from "./opening.ts";
import { ACTIONS, type EventName, type Payload } from "./payloads.ts";
import { readPayload } from "./read-payload.ts";
import { knownWord } from "./words.ts";

/** A delivery, reduced to the fields that are read. */
interface TrimmedDelivery {
  readonly installationId: number;
  readonly repositoryId: number | undefined;
  /** Absent when the payload lacks a required field, which `problem` then names. */
  readonly payload: string | undefined;
  readonly problem?: string;
}

/** The fields that show whether something handles a delivery, and whose it is. */
const envelope = z.object({
  action: z.string().nullish(),
  installation: z.object({ id: z.int() }),
  repository: z.object({ id: z.int() }).optional().catch(undefined),
});

/**
 * Trims a parsed payload; `undefined` when nothing handles it.
 *
 * Nothing handles an event or action outside the table, a delivery of no installation, one with a word that this
 * version does not know, an assignment after the opening of a pull request, and a label of no tool.
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

function isNeeded(event: EventName, { action: named, repository }: z.infer<typeof envelope>): boolean {
  const action = named ?? "created";
  // GitHub's schema lets the event of a merge queue name no repository; then it belongs to nobody.
  if (event === "merge_group" && repository === undefined) return false;
  const known = knownWord(`${event}.action`, KNOWN_ACTIONS[event], action);
  return known !== undefined && ACTIONS[event].includes(known);
}
