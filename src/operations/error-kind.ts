import { statusOf } from "../github/octokit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import { framesOf } from "./error-frames.ts";

/**
 * The kind of a failure, which decides what to do about it.
 *
 * - `rate-limited`: GitHub names the time of the next try; nothing is wrong.
 * - `refused`: GitHub does not do it, and may later.
 * - `transient`: the network, GitHub, or the disk fails; it is tried again.
 * - `bug`: an error in our code, which only another version mends; another try gives the same.
 */
export type ErrorKind = "bug" | "transient" | "refused" | "rate-limited";

/** Errors that the language throws for a bug, and that our own checks of stored data throw. */
const BUGS = new Set([
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "URIError",
  "AssertionError",
  "ZodError",
  "StoredJsonError",
]);
/**
 * SQLite's codes for a bug of ours; all its other codes are about the disk, or pass.
 *
 * A row that another one refers to can have been deleted meanwhile, as by an uninstallation: the next try sees it.
 */
const SQLITE_BUG = /^SQLITE_(?:CONSTRAINT(?!_FOREIGNKEY)|ERROR|MISMATCH|RANGE|MISUSE|TOOBIG)/;
/** The codes of Node and undici for the network and for files. */
const OUTSIDE =
  /^(?:E[A-Z0-9]+|UND_ERR_\w+|ERR_(?:SSL|TLS|HTTP|OSSL|STREAM|SOCKET)\w*|CERT_\w+|\w+_CERT\w*|ABORT_ERR)$/;
/** The errors of these libraries are about responses, even where their own code fails on one. */
const NETWORK_FRAMES =
  /^(?:node|node_modules\/(?:@octokit\/[\w-]+|bottleneck|undici|universal-[\w-]+|probot))$/;

/** Classifies a failure: this is the only place that tells a bug of ours from a failure that will pass. */
export function classifyError(error: unknown): ErrorKind {
  if (rateLimitWait(error) !== undefined) return "rate-limited";
  if (error instanceof AggregateError && error.errors.length > 0)
    return worstOf(error.errors.map(classifyError));
  const status = statusOf(error);
  if (status !== undefined) return status < 500 && status !== 401 && status !== 408 ? "refused" : "transient";
  if (!(error instanceof Error)) return "transient";
  const codes = codesOf(error);
  if (codes.some((code) => SQLITE_BUG.test(code))) return "bug";
  if (codes.some((code) => code.startsWith("SQLITE_") || OUTSIDE.test(code))) return "transient";
  if (isBug(error)) return "bug";
  return error.cause instanceof Error ? classifyError(error.cause) : "transient";
}

/** If one of several errors is worth another try, all are tried again. */
function worstOf(kinds: readonly ErrorKind[]): ErrorKind {
  const order: readonly ErrorKind[] = ["rate-limited", "transient", "refused"];
  return order.find((kind) => kinds.includes(kind)) ?? "bug";
}

/** `fetch` throws a `TypeError` for a broken connection, and a timeout is an error of the language too. */
function isBug(error: Error): boolean {
  if (!BUGS.has(error.name) || /^(?:fetch failed|terminated|Failed to fetch)$/.test(error.message))
    return false;
  const [top] = framesOf(error);
  return error.name === "ZodError" || top === undefined || !NETWORK_FRAMES.test(top) || isOnlyNode(error);
}

/** `JSON.parse` and other built-ins have no frame, or one of Node's before ours. */
function isOnlyNode(error: Error): boolean {
  const [first, second] = framesOf(error);
  return first === "node" && second !== undefined && !NETWORK_FRAMES.test(second);
}

/** The codes of an error and of its causes. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  return [...own, ...codesOf(error.cause, depth + 1)];
}
