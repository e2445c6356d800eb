import { LostDatabaseError } from "../sql/lost-database.ts";
import { StoreError } from "../store-identity.ts";

const UNREACHABLE =
  "cannot be reached: the host and the port in DATABASE_URL must be right, and the server must run and answer this machine";
const TLS =
  "is not trusted over TLS: give its certificate authority with sslrootcert in DATABASE_URL, and its own name as the host";
const UNREADABLE =
  "has certificates that this user cannot read: correct sslrootcert, sslcert and sslkey in DATABASE_URL";

/**
 * The problem and the remedy, by the code of Node, OpenSSL or PostgreSQL. The class of a code, its first two
 * characters, stands for those that are not listed: PostgreSQL docs, "PostgreSQL Error Codes".
 */
const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: UNREACHABLE,
  ECONNRESET: UNREACHABLE,
  EPIPE: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  ENOENT: UNREACHABLE,
  EACCES: UNREACHABLE,
  CERT_HAS_EXPIRED: "has a TLS certificate that is no longer valid: renew it",
  DEPTH_ZERO_SELF_SIGNED_CERT: TLS,
  SELF_SIGNED_CERT_IN_CHAIN: TLS,
  UNABLE_TO_GET_ISSUER_CERT: TLS,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TLS,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TLS,
  ERR_TLS_CERT_ALTNAME_INVALID: TLS,
  "28P01": "refuses the password: the user and the password in DATABASE_URL must be right",
  "28": "lets this user not in: the user in DATABASE_URL must be right, pg_hba.conf must let it in, and a server that asks for TLS needs ?sslmode=verify-full",
  "3D": "is not there: create the database, or correct its name in DATABASE_URL",
  "42501":
    "does not allow this to the user: it must own the database to migrate it and to start a server, and else be allowed to use the schemas public and drizzle and their tables",
  "53": "has no room for this: see max_connections, and its memory and disk",
  "57P03": "is starting or stopping: try again",
};

/** What has no code, by the beginning of pg's message. */
const MESSAGES: readonly (readonly [begins: string, problem: string])[] = [
  ["timeout expired", UNREACHABLE],
  ["timeout exceeded when trying to connect", UNREACHABLE],
  ["Query read timeout", UNREACHABLE],
  [
    "The server does not support SSL",
    "offers no TLS: leave sslmode out of DATABASE_URL, or switch TLS on there",
  ],
  ["SASL: SCRAM", "wants a password: give one in DATABASE_URL, as postgres://USER:PASSWORD@HOST/DATABASE"],
  ["Connection terminated", UNREACHABLE],
  ["Client has encountered a connection error", UNREACHABLE],
  ["Client was closed", UNREACHABLE],
];

/**
 * The codes of PostgreSQL, and of what stands between, for a connection that it ends or does not take now: all of class
 * 08, its stop, its crash, its start, a session that was idle for too long, and too many connections.
 */
const LOST = /^(?:08...|57P01|57P02|57P03|57P05|25P03|53300)$/;

/** The `LostDatabaseError` for an error of pg about its connection; any other error stays as it is. */
export function lostDatabaseError(error: unknown): unknown {
  const isLost = problemOf(error) === UNREACHABLE || LOST.test(codeOf(error));
  if (!(error instanceof Error) || !isLost) return error;
  return new LostDatabaseError(`the connection to the database was lost: ${error.message}`, { cause: error });
}

/**
 * The `StoreError`, in one line, for a server that cannot be used; any other error stays as it is.
 *
 * `name` is the store's name without secrets. No message of the server's is in it: such may repeat what was sent.
 */
export function serverError(name: string, error: unknown): unknown {
  const root = rootOf(error);
  const problem = problemOf(root);
  if (problem === undefined) return error;
  const code = codeOf(root);
  const [text, ...remedy] = problem.split(": ");
  return new StoreError(`${name} ${text}${code && ` (${code})`}: ${remedy.join(": ")}`, { cause: error });
}

/** The error of the connection, which Drizzle wraps. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && problemOf(error) === undefined && error.cause !== undefined
    ? error.cause
    : error;
}

function problemOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof StoreError) return undefined;
  const code = codeOf(error);
  if ("syscall" in error && error.syscall === "open") return UNREADABLE;
  return (
    PROBLEMS[code] ??
    (/^[\dA-Z]{5}$/.test(code) ? PROBLEMS[code.slice(0, 2)] : undefined) ??
    MESSAGES.find(([begins]) => error.message.startsWith(begins))?.[1]
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
