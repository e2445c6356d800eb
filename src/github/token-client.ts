import { MINUTE_MS } from "../domain/durations.ts";
import { type GitHubClient, PlimsollOctokit } from "./octokit.ts";
import { createRequestMeter, type RequestMeter } from "./request-meter.ts";

/** A token, and the address of the API that it is for. */
interface TokenAccess {
  readonly token: string;
  readonly apiUrl: string;
}

/** Clients that act with one token, and the number of their requests. */
export interface TokenClients {
  /** A client that sends nothing but reads. */
  readonly reader: GitHubClient;
  /** A client that can also write. */
  readonly writer: GitHubClient;
  readonly meter: RequestMeter;
}

/** No response of GitHub's takes this long. */
const TIMEOUT_MS = MINUTE_MS;
const QUIET = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

/** Makes the clients of a token, which wait and repeat like the server's clients. Making them sends nothing. */
export function createTokenClients(
  { token, apiUrl }: TokenAccess,
  Octokit: typeof PlimsollOctokit = PlimsollOctokit,
): TokenClients {
  const meter = createRequestMeter(sendInTime);
  const Metered = Octokit.plugin(meter.readPrices);
  const create = (send: typeof fetch) =>
    new Metered({ auth: { token }, baseUrl: apiUrl, log: QUIET, request: { fetch: send } } as object);
  return { reader: create(readingOnly(meter.fetch)), writer: create(meter.fetch), meter };
}

const sendInTime: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout });
};

/** Refuses every request that could write. Our GraphQL operations are all queries, which write nothing. */
function readingOnly(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const { method = "GET", body } = init ?? {};
    const isQuery = method === "POST" && String(input).endsWith("/graphql") && isQueryBody(body);
    if (method !== "GET" && !isQuery) throw new TypeError(`a report does not send ${method}`);
    return send(input, init);
  };
}

function isQueryBody(body: unknown): boolean {
  if (typeof body !== "string") return false;
  const { query } = JSON.parse(body) as { readonly query?: unknown };
  return typeof query === "string" && /^\s*(?:query\b|\{)/.test(query);
}
