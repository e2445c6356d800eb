import { readFileSync } from "node:fs";
import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { countRequests, type FetchOf } from "./api-metrics.ts";
import { gaugeLoad } from "./load-metrics.ts";
import { readLoad, readTroubles, type StatusStores } from "./status.ts";
import type { Tally } from "./tally.ts";
import { tallyIn } from "./tally-metrics.ts";

/** What is measured of one running server. */
export interface Metrics {
  readonly tally: Tally;
  readonly fetchOf: FetchOf;
  readonly contentType: string;
  /** By how many seconds the clock was ahead of GitHub's at its last answer; `undefined` before one. */
  clockSkew(): number | undefined;
  /** All metrics as Prometheus reads them. Rejects when the store cannot be read. */
  render(): Promise<string>;
}

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** Where metrics come from that nobody counts. */
interface MetricsSource {
  readonly stores: StatusStores;
  readonly clock: () => Date;
  /** Why the server cannot do its work now; `undefined` when it can. */
  readonly unreadiness: () => Promise<string | undefined>;
}

/** Creates the metrics of one server; the load is read from the store whenever somebody asks. */
export function createMetrics({ stores, clock, unreadiness }: MetricsSource): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: "plimsoll_build_info",
    help: "Always 1; the labels tell what runs",
    labelNames: ["version", "node", "agents"],
    registers: [registry],
  }).set({ version, node: process.versions.node, agents: AGENTS_VERSION }, 1);
  let skew: number | undefined;
  const setLoad = gaugeLoad(registry);
  const ready = new Gauge({
    name: "plimsoll_ready",
    help: "1 while the server can do its work, 0 while /readyz says why it cannot",
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
      setLoad({ ...(await readLoad(stores)), troubles: await readTroubles(stores) }, clock());
      return registry.metrics();
    },
  };
}
