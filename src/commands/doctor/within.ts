import { codeOf, messageOf } from "../../operations/error-text.ts";

/** Does something that asks the network; rejects when it takes longer, whatever it waits for. */
export async function within<Result>(
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

/** Why the network, or who answered, did not do what was asked; without a value. */
export function failureText(error: unknown, limitMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${limitMs / 1_000} s`;
  return (responseOf(error) === undefined ? codeBehind(error) : undefined) ?? messageOf(error).trim();
}

/** The answer behind Octokit's error; `undefined` for a failure of the network, which has a status all the same. */
export function responseOf(error: unknown): { readonly headers?: Record<string, unknown> } | undefined {
  if (!(error instanceof Error && "response" in error)) return undefined;
  return (error.response as { readonly headers?: Record<string, unknown> } | undefined) ?? undefined;
}

/** The code of what is behind an error, such as `ECONNREFUSED`. */
function codeBehind(error: Error): string | undefined {
  const code = codeOf(error);
  if (code !== undefined) return code;
  return error.cause instanceof Error ? codeBehind(error.cause) : undefined;
}
