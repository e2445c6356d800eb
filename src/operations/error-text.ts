import { type Refusal, refusalOf } from "../github/refusal.ts";
import { placeOf } from "./error-frames.ts";
import { classifyError } from "./error-kind.ts";
import { redact } from "./redacted.ts";
import { namesIn, routeOf } from "./route.ts";

const MOST_CHARACTERS = 200;
const MOST_ISSUES = 3;

/**
 * Formats an error in one line, for a store or a screen: its name, its message, and its place if it is a bug of ours.
 *
 * It holds no account, no user's text, no value, and no secret. A log gets the error itself: see `error-log.ts`.
 */
export function errorText(error: unknown): string {
  const [first, ...more] = error instanceof AggregateError ? error.errors : [];
  if (first !== undefined) return errorText(first) + (more.length > 0 ? `, and ${more.length} more` : "");
  if (!(error instanceof Error)) return redact(String(error)).slice(0, MOST_CHARACTERS);
  const root = isWrapped(error) ? error.cause : error;
  const said = [messageOf(root), refusalBehind(root)].filter(Boolean).join(": ");
  const text = `${root.name}: ${said}`.slice(0, MOST_CHARACTERS);
  const place = classifyError(error) === "bug" ? (placeOf(error) ?? placeOf(root)) : undefined;
  return place === undefined ? text : `${text} at ${place}`;
}

/** GitHub's refusal behind an error of our own. */
function refusalBehind(error: Error): string | undefined {
  const { cause } = error;
  const isOwn = refusalOf(error) === undefined && cause instanceof Error && refusalOf(cause) !== undefined;
  return isOwn ? messageOf(cause) : undefined;
}

/** The message of an error, without a user's text. */
export function messageOf(error: Error): string {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return refusalText(refusal, error);
  if (hasIssues(error)) return issuesText(error);
  if ("query" in error && typeof error.query === "string")
    return error.query.replaceAll('"', "").slice(0, MOST_CHARACTERS);
  const code = codeOf(error) ?? (error.cause instanceof Error ? codeOf(error.cause) : undefined);
  const message = redact(error.message);
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}

/** The code with which Node, undici and SQLite tell failures apart: `ECONNRESET`, `SQLITE_BUSY`. */
export function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" && /^\w+$/.test(error.code)
    ? error.code
    : undefined;
}

/** GitHub's response, its first error, and the request: `NOT_FOUND at repository: … (POST /graphql, 200)`. */
function refusalText(refusal: Refusal, error: Error): string {
  const { type, path, status, method, url = "" } = refusal;
  const first = [type, path && `at ${redact(path)}`].filter(Boolean).join(" ");
  // A message that is no response of GitHub's is a whole page, or comes from the network.
  const said = refusal.message ?? (status !== undefined && status < 500 ? "" : codeIn(error));
  const message = redact(said, [...namesIn(url), ...refusal.values]);
  const asked = [method && `${method} ${routeOf(url)}`, status].filter(Boolean).join(", ");
  return `${[first, message].filter(Boolean).join(": ")}${asked && ` (${asked})`}`;
}

function codeIn({ cause, message }: Error): string {
  const code = cause instanceof Error ? (codeOf(cause) ?? causeCodeOf(cause)) : undefined;
  return code ?? (/^[\w ]{1,60}$/.test(message) ? message : "");
}

function causeCodeOf({ cause }: Error): string | undefined {
  return cause instanceof Error ? codeOf(cause) : undefined;
}

/** Drizzle wraps SQLite's errors. */
function isWrapped(error: Error): error is Error & { readonly cause: Error } {
  return error.cause instanceof Error && codeOf(error.cause)?.startsWith("SQLITE_") === true;
}

interface Issue {
  readonly path?: readonly PropertyKey[];
  readonly code?: string;
  readonly expected?: string;
}

/** The message of a Zod error is JSON, and can quote the wrong value. */
function hasIssues(error: Error): error is Error & { readonly issues: readonly Issue[] } {
  return "issues" in error && Array.isArray(error.issues);
}

function issuesText({ issues }: { readonly issues: readonly Issue[] }): string {
  const described = issues.slice(0, MOST_ISSUES).map(({ path = [], code, expected }) => {
    return [path.join(".") || "the whole", code, expected && `expected ${expected}`]
      .filter(Boolean)
      .join(" ");
  });
  return (
    described.join("; ") + (issues.length > MOST_ISSUES ? `; and ${issues.length - MOST_ISSUES} more` : "")
  );
}
