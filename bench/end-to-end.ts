/**
 * `npm run bench:end-to-end`: what working one delivery to its end costs, its check run written: CPU of the server's
 * process, statements, and requests to GitHub, which is emulated in another process and answers at once.
 *
 * `CHECKOUTS=/path/before,/path/after` measures several checkouts by turns in one run, each with its `node_modules`.
 */
import { join } from "node:path";
import { type Cost, measure } from "./end-to-end/measure.ts";
import type { Happening } from "./end-to-end/webhooks.ts";

const RUNS = Number(process.env.RUNS ?? 3);
const PER_SECOND = 500;
const here = join(import.meta.dirname, "..");
const checkouts = process.env.CHECKOUTS?.split(",") ?? [here];

const SCENARIOS: Readonly<Record<string, Happening>> = {
  "10,000 repositories, one delivery each": { repositories: 10_000, deliveries: 10_000, perInstallation: 50 },
  "20 repositories, 150 deliveries each": { repositories: 20, deliveries: 3_000, perInstallation: 10 },
};
const only = process.env.ONLY;

for (const [name, { deliveries, ...happens }] of Object.entries(SCENARIOS)) {
  if (only !== undefined && !name.includes(only)) continue;
  const part = Number(process.env.PART ?? 1);
  const scenario = {
    perInstallation: happens.perInstallation,
    deliveries: deliveries * part,
    repositories: happens.repositories > 100 ? happens.repositories * part : happens.repositories,
  };
  const costs = new Map<string, Cost[]>(checkouts.map((checkout) => [checkout, []]));
  for (let run = 1; run <= RUNS; run++) {
    for (const [checkout, found] of costs) {
      const profile = process.env.PROFILE;
      const cost = await measure({ ...scenario, checkout, perSecond: PER_SECOND, profile });
      found.push(cost);
      say(`${name}: run ${run}, ${checkout}: ${toText(cost)}`);
    }
  }
  const medians = [...costs.values()].map((found) => median(found.map(({ cpuMs }) => cpuMs)));
  const ratios = medians.slice(1).map((ms) => `, ${((medians[0] ?? 0) / ms).toFixed(2)} times less`);
  say(
    `${name}: median ${medians.map((ms, i) => `${ms.toFixed(2)} ms of CPU${ratios[i - 1] ?? ""}`).join("; ")}`,
  );
}

function toText({ cpuMs, statements, requests, kinds, perSecond }: Cost): string {
  const asked = Object.entries(kinds).map(([kind, count]) => `${kind} ${count.toFixed(2)}`);
  return (
    `${cpuMs.toFixed(2)} ms of CPU a delivery, ${statements.toFixed(1)} statements, ` +
    `${requests.toFixed(2)} requests (${asked.join(", ")}); ${perSecond.toFixed(0)} a second`
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
