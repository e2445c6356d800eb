import { HOUR_MS } from "../domain/durations.ts";

/** The meaning of a failure for this notification and for the others. */
interface Failure {
  /** Whether the receiver certainly did nothing, so that another try makes no second message. */
  readonly isCertain: boolean;
  /** Whether the receiver would fail for any other notification too. */
  readonly isOverloaded?: boolean;
  /** Whether the receiver wants no notification any more. */
  readonly isFinal?: boolean;
  /** The wait that the receiver asks for; `undefined` where it asks for none. */
  readonly waitMs?: number | undefined;
}

/** A notification was not accepted. The message is a status or the code of an error, without any address. */
export class NotifyError extends Error {
  override readonly name = "NotifyError";
  readonly isCertain: boolean;
  readonly isOverloaded: boolean;
  readonly isFinal: boolean;
  readonly waitMs: number | undefined;

  constructor(message: string, { isCertain, isOverloaded = false, isFinal = false, waitMs }: Failure) {
    super(message);
    this.isCertain = isCertain;
    this.isOverloaded = isOverloaded;
    this.isFinal = isFinal;
    this.waitMs = waitMs;
  }
}

const [GONE, TOO_MANY, UNAVAILABLE] = [410, 429, 503];

/**
 * The error of an answer that is no success.
 *
 * A gateway may have lost the answer of a receiver that accepted the request. The statuses and `Retry-After` mean what
 * Standard Webhooks says, under "Delivery success and failure". Slack answers 410 for an archived channel, and 429 with
 * `Retry-After` after more than about one message a second.
 *
 * https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
 * https://docs.slack.dev/apis/web-api/rate-limits
 */
export function answerError({ status, headers }: Pick<Response, "status" | "headers">): NotifyError {
  const isLimit = status === TOO_MANY || status === UNAVAILABLE;
  return new NotifyError(`status ${status}`, {
    isCertain: status < 500 || status === UNAVAILABLE,
    isOverloaded: status >= 500 || status === TOO_MANY,
    isFinal: status === GONE,
    waitMs: isLimit ? waitIn(headers) : undefined,
  });
}

/** Reads `Retry-After`, a number of seconds or a date, which counts by the receiver's clock; an hour at most. */
function waitIn(headers: Headers): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, HOUR_MS);
  const now = Date.parse(headers.get("date") ?? "");
  const wait = Date.parse(text) - (Number.isNaN(now) ? Date.now() : now);
  return /^[A-Z][a-z]{2},/.test(text) && Number.isFinite(wait)
    ? Math.min(Math.max(wait, 0), HOUR_MS)
    : undefined;
}

/** The error of a request without an answer. */
export function connectionError(error: unknown): NotifyError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  const isTimeout = error instanceof Error && error.name === "TimeoutError";
  const text = isTimeout ? "no answer in time" : `no connection${code === undefined ? "" : ` (${code})`}`;
  return new NotifyError(text, { isCertain: isUnconnected(cause), isOverloaded: true });
}

/** The codes of errors before there is a connection, of which some are OpenSSL's for certificates and for handshakes. */
const NOT_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|\w+_CERT\w*|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+)$/;

/** Node's text for a connection that ends in the handshake, which has the same code as one that ends later. */
const IN_HANDSHAKE = /before secure TLS connection was established/;

function isUnconnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isConnecting = "syscall" in error && (error.syscall === "connect" || error.syscall === "getaddrinfo");
  return isConnecting || NOT_CONNECTED.test(codeOf(error) ?? "") || IN_HANDSHAKE.test(error.message);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
