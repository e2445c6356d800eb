import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { countRequests, type FetchOf } from "./api-metrics.ts";
import { registerLoadGauges } from "./load-metrics.ts";
import { readLoad, readTroubles, type StatusStores } from "./status.ts";
import type { Tally } from "./tally.ts";
import { tallyIn } from "./tally-metrics.ts";
import { VERSION } from "./version.ts";

/** The metrics of one running server. */
export interface Metrics {
  readonly tally: Tally;
  readonly fetchOf: FetchOf;
  readonly contentType: string;
  /** The number of seconds that the clock was ahead of GitHub's at its last response; `undefined` before one. */
  clockSkew(): number | undefined;
  /** All metrics as Prometheus reads them. Rejects when the store cannot be read. */
  render(): Promise<string>;
}

/** The sources of the metrics that are not counted. */
interface MetricsSource {
  readonly stores: StatusStores;
  readonly clock: () => Date;
  /** Finds the reason why the server cannot do its work now; `undefined` when it can. */
  readonly unreadiness: () => Promise<string | undefined>;
}

/** Creates the metrics of one server; each request for them reads the load from the store. */
export function createMetrics({ stores, clock, unreadiness }: MetricsSource): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "plimsoll_build_info",
    help: "Always 1; the labels hold the versions",
    labelNames: ["version", "node", "agents"],
    registers: [registry],
  }).set({ version: VERSION, node: process.versions.node, agents: AGENTS_VERSION }, 1);
  let skew: number | undefined;
  const setLoad = registerLoadGauges(registry);
  const ready = new Gauge({
    name: "plimsoll_ready",
    help: "1 while the server can do its work, 0 while /readyz gives a reason why not",
    registers: [registry],
  });
  return {
    tally: tallyIn(registry),
    fetchOf: countRequests(registry, (seconds) => {
      skew = seconds;
    }),
    clockSkew: () => skew,
    contentType: registry.contentType,
    async render() {
      ready.set((await unreadiness()) === undefined ? 1 : 0);
      setLoad({ ...(await readLoad(stores, clock())), troubles: await readTroubles(stores) }, clock());
      return registry.metrics();
    },
  };
}
