import { renderNotification } from "../render/notification/forms.ts";
import type { DueNotification } from "../storage/notifications.ts";
import { answerError, connectionError } from "./notify-error.ts";
import { signedHeaders } from "./sign.ts";

/** Where notifications are sent. Both are secrets: neither is logged, stored or shown. */
export interface NotifyTarget {
  readonly url: string;
  /** The key of the signatures, or two; without one nothing is signed. */
  readonly secret: string | undefined;
}

/**
 * The longest wait for an answer, as Standard Webhooks recommends. It is longer than Node's own for a connection, of
 * which it is certain that nothing arrived.
 */
const TIMEOUT_MS = 15_000;

/** A kept connection may be closed by the receiver at any time, and then nobody knows whether a request arrived. */
const OWN_CONNECTION = { connection: "close" };

/**
 * Sends a notification. Follows no redirection, and reads no answer but its status.
 *
 * Throws a `NotifyError`, or a `StoredJsonError` for a content that this version cannot read.
 */
export async function sendNotification(
  { url, secret }: NotifyTarget,
  { id, format, createdAt, readMessage }: Omit<DueNotification, "installationId" | "attempts" | "isBegun">,
  now: Date,
): Promise<void> {
  const body = renderNotification(format, readMessage(), createdAt);
  const seconds = Math.floor(now.getTime() / 1000);
  const headers = { ...OWN_CONNECTION, "content-type": "application/json", "user-agent": "plimsoll" };
  const response = await fetch(url, {
    method: "POST",
    headers: { ...headers, ...signedHeaders({ id, seconds, body }, secret) },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    // The error itself may quote the address.
    throw connectionError(error);
  });
  await response.body?.cancel();
  if (!response.ok) throw answerError(response);
}
