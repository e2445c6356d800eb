import { codeOf, messageOf } from "../../operations/error-text.ts";

/** Runs a request over the network; rejects after the limit, even if the request ignores the signal. */
export async function withTimeout<Result>(
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new DOMException("no answer in time", "TimeoutError");
    late.reject(error);
    limit.abort(error);
  }, limitMs);
  try {
    return await Promise.race([ask(limit.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The reason why the network, or the other side, failed; without a value. */
export function failureText(error: unknown, limitMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${limitMs / 1_000} s`;
  return (responseOf(error) === undefined ? codeBehind(error) : undefined) ?? messageOf(error).trim();
}

/** The response behind Octokit's error; `undefined` for a network failure, which has a status all the same. */
export function responseOf(error: unknown): { readonly headers?: Record<string, unknown> } | undefined {
  if (!(error instanceof Error && "response" in error)) return undefined;
  return (error.response as { readonly headers?: Record<string, unknown> } | undefined) ?? undefined;
}

/** The code of an error or of its causes, such as `ECONNREFUSED`. */
function codeBehind(error: Error): string | undefined {
  const code = codeOf(error);
  if (code !== undefined) return code;
  return error.cause instanceof Error ? codeBehind(error.cause) : undefined;
}
