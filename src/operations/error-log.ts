import { type Logger, pino } from "pino";
import { refusalOf } from "../github/refusal.ts";
import { framesOf } from "./error-frames.ts";
import { classifyError, type ErrorKind } from "./error-kind.ts";
import { codeOf, messageOf } from "./error-text.ts";
import { routeOf } from "./route.ts";

/** GitHub's first error, and the request. */
interface LoggedRefusal {
  readonly status?: number | undefined;
  readonly method?: string | undefined;
  readonly route?: string | undefined;
  readonly type?: string | undefined;
  readonly path?: string | undefined;
  readonly documentationUrl?: string | undefined;
  readonly requestId?: string | undefined;
}

/** An error in a log. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly github?: LoggedRefusal | undefined;
  readonly stack?: string | undefined;
  readonly errors?: readonly LoggedError[] | undefined;
  readonly cause?: LoggedError | undefined;
}

const MOST_ERRORS = 3;
/** The names of fields that no log line may have. */
const SECRETS = ["token", "password", "secret", "authorization", "privateKey", "payload", "body"];

/** Makes a log in which an error, as `err`, stands without a value, a person, a secret, or a path of the machine. */
export function withSafeErrors(log: Logger): Logger {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`]);
  return log.child({}, { serializers: { err: loggedError }, redact: { paths, remove: true } });
}

/** Converts an error for a log: its message, our frames, GitHub's first error, and the same of its causes. */
function loggedError(error: unknown): (LoggedError & { readonly kind: ErrorKind }) | string {
  if (!(error instanceof Error)) return messageOf(new Error(String(error)));
  // Pino's own serializer handles circular causes and lists, and keeps all; we take the fields that are known to be
  // safe.
  return { kind: classifyError(error), ...toLogged(pino.stdSerializers.errWithCause(error)) };
}

/** An error as pino serialized it. */
interface Serialized {
  readonly raw: Error;
  readonly cause?: unknown;
  readonly aggregateErrors?: readonly unknown[] | undefined;
}

function toLogged({ raw, cause, aggregateErrors = [] }: Serialized): LoggedError {
  const errors = aggregateErrors.filter(isSerialized).slice(0, MOST_ERRORS).map(toLogged);
  return {
    type: /^\w+$/.test(raw.name) ? raw.name : "Error",
    message: messageOf(raw),
    code: codeOf(raw),
    github: loggedRefusal(raw),
    stack: framesOf(raw).join("\n") || undefined,
    errors: errors.length > 0 ? errors : undefined,
    cause: isSerialized(cause) ? toLogged(cause) : undefined,
  };
}

function isSerialized(value: unknown): value is Serialized {
  return typeof value === "object" && value !== null && "raw" in value && value.raw instanceof Error;
}

function loggedRefusal(error: Error): LoggedRefusal | undefined {
  const refusal = refusalOf(error);
  if (refusal === undefined) return undefined;
  const { status, method, url, type, path, documentationUrl, requestId } = refusal;
  return {
    status,
    method,
    route: url && routeOf(url),
    type: wordIn(type),
    path: path && /^[\w.…]+$/.test(path) ? path : undefined,
    documentationUrl: /^https:\/\/docs\.github\.com\/[\w@./#-]*$/.exec(documentationUrl ?? "")?.[0],
    requestId: /^[\w:-]+$/.exec(requestId ?? "")?.[0],
  };
}

function wordIn(text: string | undefined): string | undefined {
  return text !== undefined && /^\w+$/.test(text) ? text : undefined;
}
