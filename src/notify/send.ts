import { renderNotification } from "../render/notification/forms.ts";
import type { DueNotification } from "../storage/notifications.ts";
import { signedHeaders } from "./sign.ts";

/** Where notifications are sent. Both are secrets: neither is logged, stored or shown. */
export interface NotifyTarget {
  readonly url: string;
  /** The key of the signatures; without one nothing is signed. */
  readonly secret: string | undefined;
}

/** A notification was not accepted. The message is a status or the code of an error, without any address. */
export class NotifyError extends Error {
  override readonly name = "NotifyError";
  /** Whether the receiver certainly did nothing, so that another try makes no second message. */
  readonly isCertain: boolean;

  constructor(message: string, { isCertain }: { readonly isCertain: boolean }) {
    super(message);
    this.isCertain = isCertain;
  }
}

const TIMEOUT_MS = 10_000;

/**
 * Sends a notification. Follows no redirection, and reads no answer but its status.
 *
 * Throws a `NotifyError`.
 */
export async function sendNotification(
  { url, secret }: NotifyTarget,
  { id, format, message, createdAt }: DueNotification,
  now: Date,
): Promise<void> {
  const body = renderNotification(format, message, createdAt);
  const seconds = Math.floor(now.getTime() / 1000);
  const headers = { "content-type": "application/json", "user-agent": "plimsoll" };
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
  if (!response.ok) throw answerError(response.status);
}

/** A gateway may have lost the answer of a receiver that accepted the request. */
function answerError(status: number): NotifyError {
  return new NotifyError(`status ${status}`, { isCertain: status < 500 || status === 503 });
}

/** The codes of errors before a connection is there. */
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|\w+_CERT\w*|ERR_TLS_\w+)$/;

function connectionError(error: unknown): NotifyError {
  const code = error instanceof Error ? (codeOf(error.cause) ?? codeOf(error)) : undefined;
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  const text = isTimeout ? "no answer in time" : `no connection${code === undefined ? "" : ` (${code})`}`;
  return new NotifyError(text, { isCertain: code !== undefined && NOT_CONNECTED.test(code) });
}

function codeOf(error: unknown): string | undefined {
  const isCoded = error instanceof Error && "code" in error && typeof error.code === "string";
  return isCoded ? String(error.code) : undefined;
}
