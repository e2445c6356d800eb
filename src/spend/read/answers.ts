import type { z } from "zod";
import { parseExactJson } from "../../domain/spend/exact-json.ts";
import type { Access, Vendor } from "./reader.ts";
import { ReadingError } from "./reading-error.ts";

/** An answer of a vendor. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** A header, by its name in lower case. */
  header(name: string): string | undefined;
}

/** An attempt that got no answer. */
interface NoAnswer {
  /** The code of the network, such as `ECONNREFUSED`. */
  readonly code: string;
}

const MOST_TRIES = 3;
const SECOND = 1_000;
/** A longer wait is left to the next run. */
const MOST_WAIT_MS = 60 * SECOND;

/**
 * Asks until there is an answer, and parses it with exact numbers.
 *
 * Failures of the vendor or the network are tried again after seconds, and a rate limit once it has passed, if that is
 * soon. Throws a `ReadingError` for any other answer.
 */
export async function askPatiently(
  { vendor, wait, pace }: Pick<Access, "vendor" | "wait" | "pace">,
  attempt: () => Promise<Answer>,
): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await pace(attempt).catch((error: unknown): NoAnswer => ({ code: codeOf(error) }));
    if ("status" in answer && answer.status >= 200 && answer.status < 300) return parse(vendor, answer.text);
    const delay = tries < MOST_TRIES ? delayAfter(answer, tries) : undefined;
    if (delay === undefined || delay > MOST_WAIT_MS) {
      const status = "status" in answer ? answer.status : undefined;
      throw new ReadingError(failureText(vendor, answer), status);
    }
    await wait(delay);
  }
}

/** Parses an answer by a schema, which drops every key that it does not name. Throws a `ReadingError`. */
export function understand<Schema extends z.ZodType>(
  vendor: Vendor,
  schema: Schema,
  answer: unknown,
): z.infer<Schema> {
  const { data, error } = schema.safeParse(answer);
  if (error === undefined) return data as z.infer<Schema>;
  // The path has names of fields and numbers of rows; the keys of our schemas are fixed.
  const [issue] = error.issues;
  const field = issue?.path.filter((key) => typeof key === "string").join(".") || "the whole";
  throw changedForm(vendor, field);
}

/** The error of an answer whose unit or form is not the known one. */
export function changedForm({ name }: Vendor, field: string): ReadingError {
  return new ReadingError(
    `${name} answers in another unit or form than known (${field}): nothing of it was stored; update Plimsoll`,
  );
}

function parse(vendor: Vendor, text: string): unknown {
  const parsed = parseExactJson(text);
  if (parsed === undefined) throw changedForm(vendor, "no JSON");
  return parsed;
}

/** The time until another try is worth it; `undefined` when it never is. */
function delayAfter(answer: Answer | NoAnswer, tries: number): number | undefined {
  const backoff = 4 ** (tries - 1) * SECOND;
  if (!("status" in answer)) return backoff;
  if (isLimited(answer)) return waitOf(answer);
  return answer.status >= 500 ? (waitOf(answer) ?? backoff) : undefined;
}

/** GitHub answers 403 to a rate limit too, and then says how long it lasts. */
function isLimited(answer: Answer): boolean {
  if (answer.status === 429) return true;
  const isUsedUp = answer.header("x-ratelimit-remaining") === "0";
  return answer.status === 403 && (isUsedUp || answer.header("retry-after") !== undefined);
}

/** The time that an answer asks to wait for: in seconds, or until a date. */
function waitOf(answer: Answer): number | undefined {
  const said = answer.header("retry-after")?.trim();
  if (!said) return undefined;
  const now = Date.parse(answer.header("date") ?? "") || Date.now();
  const milliseconds = /^\d+(?:\.\d+)?$/.test(said) ? Number(said) * SECOND : Date.parse(said) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.max(SECOND, milliseconds);
}

const NEXT_RUN = "it is read again at the next run";

function failureText({ name, variable, right }: Vendor, answer: Answer | NoAnswer): string {
  if (!("status" in answer))
    return `${name} cannot be reached (${answer.code}): let this machine reach it; ${NEXT_RUN}`;
  const { status } = answer;
  if (isLimited(answer)) {
    const wait = waitOf(answer);
    const until = wait === undefined ? "" : ` ${Math.ceil(wait / SECOND)} s`;
    return `${name} asks to wait${until} (${status}): ${NEXT_RUN}`;
  }
  if (status === 401) return `${name} does not accept ${variable} (401): set a valid one with ${right}`;
  if (status === 403) return `${name} refuses ${variable} (403): give it ${right}`;
  if (status === 404)
    return `${name} shows nothing to ${variable} (404): use one of this organization, with ${right}`;
  if (status >= 500) return `${name} fails (${status}): ${NEXT_RUN}`;
  return `${name} refuses the request (${status}): see docs/spend.md#readers for what it offers to which plan`;
}

/** The code of a failure of the network, and nothing else of the error, which can hold an address or a key. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  if (error.name === "TimeoutError") return "no answer in time";
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code !== undefined && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  return error.cause instanceof Error ? codeOf(error.cause) : "no answer";
}
