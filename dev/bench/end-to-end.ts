/**
 * `npm run bench:end-to-end`: what working one delivery to its end costs, its check run written: CPU of the server's
 * process, statements, and requests to GitHub, which is emulated in another process and answers at once. And how long, while
 * 500 a second come, none is worked, and how late one is acknowledged.
 *
 * `CHECKOUTS=/path/before,/path/after` measures several checkouts by turns in one run, each with its `node_modules`.
 * `RUNS`, `PART` of the load, `ONLY` those whose name has a text, and `PROFILE`, a folder for V8's profiles, are for a closer look.
 */
import { join } from "node:path";
import { type Cost, type Measurement, measure } from "./end-to-end/measure.ts";
import { fillPast } from "./end-to-end/past.ts";

const { CHECKOUTS, ONLY = "", PART = 1, PROFILE: profile, RUNS = 3 } = process.env;
const PER_SECOND = 500;
/** Neither may keep the other from going on for longer. */
const MOST_MS = 10_000;
const checkouts = CHECKOUTS?.split(",") ?? [join(import.meta.dirname, "../..")];

type Scenario = Omit<Measurement, "checkout" | "perSecond" | "profile">;

const many = 10_000 * Number(PART);
const few = { repositories: 20, deliveries: 3_000 * Number(PART), perInstallation: 20 };
const beside = (changes: number): Scenario => {
  const others = 100;
  return { ...few, others, fill: (url) => fillPast(url, { repositories: others, changes }) };
};

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "10,000 repositories, one delivery each": { repositories: many, deliveries: many, perInstallation: 50 },
  "20 repositories, 150 deliveries each": few,
  "the same beside 1,000 changes of the past": beside(1_000),
  "the same beside 100,000 changes of the past": beside(100_000),
};

for (const [name, scenario] of Object.entries(SCENARIOS).filter(([each]) => each.includes(ONLY))) {
  const costs = checkouts.map((): Cost[] => []);
  for (let run = 1; run <= Number(RUNS); run++) {
    for (const [index, checkout] of checkouts.entries()) {
      const cost = await measure({ ...scenario, checkout, perSecond: PER_SECOND, profile });
      costs[index]?.push(cost);
      say(`${name}: run ${run}, ${checkout}: ${toText(cost)}`);
      if (Math.max(cost.longestMs, cost.latestMs) > MOST_MS) process.exitCode = 1;
    }
  }
  const [first = Number.NaN, ...others] = costs.map((found) => median(found.map(({ cpuMs }) => cpuMs)));
  const compared = others.map((ms) => `, then ${ms.toFixed(2)} ms, ${(first / ms).toFixed(2)} times less`);
  say(`${name}: median ${first.toFixed(2)} ms of CPU${compared.join("")}`);
}

function toText({ cpuMs, statements, requests, kinds, ...cost }: Cost): string {
  const asked = Object.entries(kinds).map(([kind, count]) => `${kind} ${count.toFixed(2)}`);
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return (
    `${cpuMs.toFixed(2)} ms of CPU a delivery, ${statements.toFixed(1)} statements, ` +
    `${requests.toFixed(2)} requests (${asked.join(", ")}); ${cost.perSecond.toFixed(0)} a second; ` +
    `none worked for ${ms(cost.longestMs)} at most; acknowledged within ${ms(cost.p99Ms)} (99 %), ${ms(cost.latestMs)} at most`
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
