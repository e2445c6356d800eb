/** A request as it was really sent. */
export interface RecordedRequest {
  readonly method: string;
  /** Below the API's address, without the query; encoded as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Parsed; `undefined` when nothing was sent. */
  readonly body: unknown;
}

/** What was sent to an API since recording began. */
export interface Recording {
  readonly requests: readonly RecordedRequest[];
  stop(): void;
}

/**
 * Records every request that this process sends to an API from now on, whatever client sends it and whoever answers.
 *
 * It stands in place of the platform's `fetch`, so it goes with nock as with a server; begin it after nock.
 */
export function recordRequests(api: string): Recording {
  const requests: RecordedRequest[] = [];
  const send = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (url.startsWith(`${api}/`)) requests.push(toRecorded(api, { url, init }));
    return send(input, init);
  };
  return {
    requests,
    stop() {
      globalThis.fetch = send;
    },
  };
}

function toRecorded(
  api: string,
  { url, init = {} }: { readonly url: string; readonly init: RequestInit | undefined },
): RecordedRequest {
  const [path = "", query = ""] = url.slice(api.length).split("?");
  return {
    method: init.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers: new Headers(init.headers),
    body: typeof init.body === "string" ? JSON.parse(init.body) : undefined,
  };
}
