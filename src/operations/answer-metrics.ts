import { Counter, Gauge, type Registry } from "prom-client";
import { clockSkew } from "./clock-skew.ts";

/** A response of GitHub's, its installation, and the time of the request, in milliseconds since 1970. */
interface Answered {
  readonly response: Response;
  /** `undefined` for the app itself. */
  readonly installationId: number | undefined;
  readonly sentAt: number;
}

/** Why GitHub refused a request. */
type Refused = "unauthorized" | "forbidden" | "rate-limited";

const REFUSED: readonly Refused[] = ["unauthorized", "forbidden", "rate-limited"];

/**
 * Makes a function that measures GitHub's responses: rate limits, refusals, and the clock.
 *
 * It calls `onSkew` with the number of seconds that the clock here is ahead.
 */
export function createResponseMeter(
  registry: Registry,
  onSkew: (seconds: number) => void = () => {},
): (answered: Answered) => void {
  const { remaining, reset, refused, skew } = createInstruments(registry);
  for (const reason of REFUSED) refused.inc({ reason }, 0);
  return ({ response, installationId, sentAt }) => {
    const { headers } = response;
    const labels = {
      installation: installationId ?? "app",
      resource: headers.get("x-ratelimit-resource") ?? "core",
    };
    const limits = { remaining: numberIn(headers, "remaining"), reset: numberIn(headers, "reset") };
    if (limits.remaining !== undefined) remaining.set(labels, limits.remaining);
    if (limits.reset !== undefined) reset.set(labels, limits.reset);
    const reason = refusedBecause(response);
    if (reason !== undefined) refused.inc({ reason });
    const date = Date.parse(headers.get("date") ?? "");
    if (Number.isNaN(date)) return;
    const seconds = clockSkew({ sentAt, answeredAt: Date.now(), date });
    skew.set(seconds);
    onSkew(seconds);
  };
}

function createInstruments(registry: Registry) {
  const registers = [registry];
  const remaining = new Gauge({
    name: "plimsoll_github_rate_limit_remaining",
    help: "Requests that GitHub still allowed an installation at its last answer",
    labelNames: ["installation", "resource"],
    registers,
  });
  const reset = new Gauge({
    name: "plimsoll_github_rate_limit_reset_timestamp_seconds",
    help: "Reset of an installation's rate limit, in seconds since 1970",
    labelNames: ["installation", "resource"],
    registers,
  });
  const refused = new Counter({
    name: "plimsoll_github_refused_total",
    help: "Requests that GitHub refused, by reason",
    labelNames: ["reason"],
    registers,
  });
  const skew = new Gauge({
    name: "plimsoll_clock_skew_seconds",
    help: "Seconds that the clock here was ahead of GitHub's at its last answer; negative when behind",
    registers,
  });
  return { remaining, reset, refused, skew };
}

function numberIn(headers: Headers, what: "remaining" | "reset"): number | undefined {
  const text = headers.get(`x-ratelimit-${what}`);
  return text === null || text === "" || Number.isNaN(Number(text)) ? undefined : Number(text);
}

/** Without `retry-after`, a secondary limit counts as `forbidden`: only its text, not read here, differs. */
function refusedBecause({ status, headers }: Response): Refused | undefined {
  if (status === 401) return "unauthorized";
  if (status === 429) return "rate-limited";
  if (status !== 403) return undefined;
  const isLimited = headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0";
  return isLimited ? "rate-limited" : "forbidden";
}
