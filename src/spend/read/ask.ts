import { type Answer, askPatiently } from "./answers.ts";
import type { Access } from "./reader.ts";

/** A request to a vendor. */
interface Asked {
  /** Below the vendor's address. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON, by POST. */
  readonly body?: object;
}

const TIMEOUT_MS = 60_000;

/** Asks a vendor. A redirection is refused, since it would take the key along. Throws a `ReadingError`. */
export function ask(access: Access, { path, query = [], headers, body }: Asked): Promise<unknown> {
  const search = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const url = `${access.url}${path}${search && `?${search}`}`;
  return askPatiently(access, async (): Promise<Answer> => {
    const response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: { accept: "application/json", "user-agent": "plimsoll", ...headers, ...contentOf(body) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status } = response;
    return { status, text: await response.text(), header: (name) => response.headers.get(name) ?? undefined };
  });
}

function contentOf(body: object | undefined): Readonly<Record<string, string>> {
  return body === undefined ? {} : { "content-type": "application/json" };
}
