import { Counter, Histogram, type Registry } from "prom-client";
import { MINUTE_MS } from "../domain/durations.ts";
import { createResponseMeter } from "./answer-metrics.ts";

/** Sends a request to GitHub, as the platform's `fetch` does. */
type Fetch = typeof fetch;

/** Makes the `fetch` for an installation's requests; without an id, for the requests of the app itself. */
export type FetchOf = (installationId: number | undefined) => Fetch;

/** No response of GitHub's takes this long; without a bound, a lost one would hold a worker. */
const TIMEOUT_MS = MINUTE_MS;

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The kinds of requests, by the words of their paths: never a name or an id. */
const KINDS = [
  "access_tokens",
  "activity",
  "blobs",
  "check-runs",
  "commits",
  "compare",
  "deliveries",
  "deployments",
  "files",
  "graphql",
  "issues",
  "labels",
  "pulls",
  "ref",
  "releases",
  "tags",
  "trees",
];

/** Counts requests to GitHub as they are sent, each repetition too, and measures the responses. */
export function countRequests(registry: Registry, onSkew?: (seconds: number) => void): FetchOf {
  const registers = [registry];
  const requests = new Counter({
    name: "plimsoll_github_requests_total",
    help: "Requests to GitHub, by kind and the class of the answer's status",
    labelNames: ["kind", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "plimsoll_github_request_seconds",
    help: "Duration of requests to GitHub",
    labelNames: ["kind"],
    buckets: SECONDS,
    registers,
  });
  const measure = createResponseMeter(registry, onSkew);
  return (installationId) => async (input, init) => {
    const kind = kindOf(input);
    const end = seconds.startTimer({ kind });
    const sentAt = Date.now();
    try {
      const response = await fetch(input, { ...init, signal: bounded(init?.signal) });
      requests.inc({ kind, status: `${Math.floor(response.status / 100)}xx` });
      measure({ response, installationId, sentAt });
      return response;
    } catch (error) {
      requests.inc({ kind, status: "none" });
      throw error;
    } finally {
      end();
    }
  };
}

function bounded(signal: AbortSignal | null | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function kindOf(input: Parameters<Fetch>[0]): string {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  // A repository may have one of the words as its name.
  const words = pathname.replace(/^\/(api\/v3\/)?repos\/[^/]+\/[^/]+/, "").split("/");
  return KINDS.find((kind) => words.includes(kind)) ?? "other";
}
