import { z } from "zod";
import { ACTIONS, type EventName, PAYLOADS } from "./payloads.ts";

/** A delivery cut down to what is read of it. */
export interface TrimmedDelivery {
  readonly installationId: number;
  readonly repositoryId: number | undefined;
  /** Absent when the payload lacks what is read of it; `problem` then says what. */
  readonly payload: string | undefined;
  readonly problem?: string;
}

const envelope = z.object({
  action: z.string().default("created"),
  installation: z.object({ id: z.int() }),
  repository: z.object({ id: z.int() }).optional(),
});

/**
 * Trims a parsed payload; `undefined` when nothing handles it.
 *
 * That is an event or action that is not in the table, or one that no installation of the app sent.
 */
export function trimDelivery(event: string, payload: unknown): TrimmedDelivery | undefined {
  if (!isHandled(event)) return undefined;
  const { data } = envelope.safeParse(payload);
  if (data === undefined || !ACTIONS[event].includes(data.action)) return undefined;
  const address = { installationId: data.installation.id, repositoryId: data.repository?.id };
  const trimmed = PAYLOADS[event].safeParse(payload);
  if (trimmed.success) return { ...address, payload: JSON.stringify(trimmed.data) };
  const [issue] = trimmed.error.issues;
  return { ...address, payload: undefined, problem: `${event}: ${issue?.path.join(".")}: ${issue?.message}` };
}

function isHandled(event: string): event is EventName {
  return Object.hasOwn(PAYLOADS, event);
}
