import { statusOf } from "../github/octokit.ts";
import { rateLimitWait } from "../github/rate-limits.ts";
import { framesOf } from "./error-frames.ts";

/**
 * What is to be done about a failure.
 *
 * - `rate-limited`: GitHub tells when to ask again; nothing is wrong.
 * - `refused`: GitHub does not do what it is asked, and may later.
 * - `transient`: the network, GitHub, or the disk fails; it is tried again.
 * - `bug`: a mistake of ours, which only another version mends; trying again gives the same.
 */
export type ErrorKind = "bug" | "transient" | "refused" | "rate-limited";

/** Thrown by the language for a mistake, and by our own checks of what is stored. */
const MISTAKES = new Set([
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
 * What SQLite says of a mistake of ours; everything else that it says is about the disk, or passes.
 *
 * What another row needs can have been deleted meanwhile, as by an uninstallation: the next try knows it.
 */
const SQLITE_MISTAKE = /^SQLITE_(?:CONSTRAINT(?!_FOREIGNKEY)|ERROR|MISMATCH|RANGE|MISUSE|TOOBIG)/;
/** Node's codes for the network and for files, and undici's. */
const OUTSIDE =
  /^(?:E[A-Z0-9]+|UND_ERR_\w+|ERR_(?:SSL|TLS|HTTP|OSSL|STREAM|SOCKET)\w*|CERT_\w+|\w+_CERT\w*|ABORT_ERR)$/;
/** Their errors are about what came over the network, even where their code fails on it. */
const NETWORK_FRAMES =
  /^(?:node|node_modules\/(?:@octokit\/[\w-]+|bottleneck|undici|universal-[\w-]+|probot))$/;

/** Tells a mistake of ours from what will pass: the one place that decides it. */
export function kindOf(error: unknown): ErrorKind {
  if (rateLimitWait(error) !== undefined) return "rate-limited";
  if (error instanceof AggregateError && error.errors.length > 0) return worstOf(error.errors.map(kindOf));
  const status = statusOf(error);
  if (status !== undefined) return status < 500 && status !== 401 && status !== 408 ? "refused" : "transient";
  if (!(error instanceof Error)) return "transient";
  const codes = codesOf(error);
  if (codes.some((code) => SQLITE_MISTAKE.test(code))) return "bug";
  if (codes.some((code) => code.startsWith("SQLITE_") || OUTSIDE.test(code))) return "transient";
  if (isMistake(error)) return "bug";
  return error.cause instanceof Error ? kindOf(error.cause) : "transient";
}

/** What is tried again for one of several errors is tried again for all. */
function worstOf(kinds: readonly ErrorKind[]): ErrorKind {
  const order: readonly ErrorKind[] = ["rate-limited", "transient", "refused"];
  return order.find((kind) => kinds.includes(kind)) ?? "bug";
}

/** `fetch` throws a `TypeError` for a broken connection, and a timeout is an error of the language's too. */
function isMistake(error: Error): boolean {
  if (!MISTAKES.has(error.name) || /^(?:fetch failed|terminated|Failed to fetch)$/.test(error.message))
    return false;
  const [top] = framesOf(error);
  return error.name === "ZodError" || top === undefined || !NETWORK_FRAMES.test(top) || isOnlyNode(error);
}

/** `JSON.parse`, and what else the language does itself, has no frame or one of Node's before ours. */
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
