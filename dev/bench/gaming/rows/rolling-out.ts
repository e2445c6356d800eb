import { addsNothing, staysWithin } from "../demands.ts";
import { total, uncounted } from "../figures.ts";
import { type Play, type Row, rollingOut } from "../row.ts";
import type { Studio } from "../studio.ts";
import { BUILDERS } from "../team.ts";
import { atTime, daysFrom, later, onDay, START } from "../time.ts";

const REGIONS = ["canary", "eu", "us", "asia", "africa", "oceania", "arctic", "moon", "mars", "venus"];
const TARGETS = REGIONS.map((region) => `production-${region}`);
const SERVICES = [...BUILDERS, "docs", "web"].map((name) => ({
  ...{ name, environments: [`production-${name}`], paths: [`src/${name}/**`] },
}));
/** The weeks played, and those in which what turned out to be wrong is reverted. */
const DAYS = daysFrom(START, 42);
const WEEK = 7 * 24 * 60;

/** Deploys main to one environment after the other, in the usual time. */
function fanOut(environments: readonly string[]): Play {
  return rollingOut((studio) =>
    inTurn(studio, environments, { from: later(studio.shop.now, 5), every: 0.5 }),
  );
}

/** Deploys main at some times, and not after each merge. */
function deployingAt(times: readonly Date[]): Play {
  return (studio, work) => {
    rollingOut(() => {})(studio, work);
    for (const at of times) studio.at(at, () => void studio.deploy());
  };
}

/** Rolls out at night what is on main, to one target after the other. */
function staggered(every: number): Play {
  return (studio, work) => {
    rollingOut(() => {})(studio, work);
    for (const day of DAYS) {
      const from = atTime(day, 23, 30);
      studio.at(from, () => inTurn(studio, TARGETS, { from, every, sha: studio.shop.main }));
    }
  };
}

function inTurn(
  studio: Studio,
  environments: readonly string[],
  { from, every, sha }: { readonly from: Date; readonly every: number; readonly sha?: string },
): void {
  for (const [step, environment] of environments.entries())
    studio.at(later(from, step * every), () => void studio.deploy(sha, { environment }));
}

/** Rows in which the same work is deployed in other steps. */
export const ROLLING_OUT: readonly Row[] = [
  {
    id: "G19",
    strategy: "fan each deployment out over a canary and nine regions",
    play: fanOut(TARGETS),
    demands: [addsNothing],
    shows: [total, uncounted("same-commit")],
  },
  {
    id: "G19",
    strategy: "deploy ten services of the repository one by one",
    rules: { services: SERVICES },
    play: fanOut(SERVICES.flatMap(({ environments }) => environments)),
    demands: [addsNothing],
    shows: [total, uncounted("no-effective-change")],
  },
  {
    id: "G31",
    strategy: "deploy 20 times a day instead of after each merge",
    play: deployingAt(
      DAYS.flatMap((day) => Array.from({ length: 20 }, (_, step) => atTime(day, 9, 30 * step))),
    ),
    demands: [staysWithin(0.02)],
    shows: [total, uncounted("same-commit")],
  },
  {
    id: "G31",
    strategy: "… once a week",
    play: deployingAt([7, 14, 21, 28, 35].map((day) => atTime(onDay(START, day), 5))),
    demands: [staysWithin(0.02)],
    shows: [total],
  },
  {
    id: "G31",
    strategy: "… once a month",
    play: deployingAt([28, 56].map((day) => atTime(onDay(START, day), 5))),
    demands: [staysWithin(0.02)],
    shows: [total],
  },
  {
    id: "G32",
    strategy: "roll each day's changes out over ten targets, one a week",
    play: staggered(WEEK),
    demands: [addsNothing],
    shows: [total],
  },
  {
    id: "G32",
    strategy: "… one a minute",
    play: staggered(1),
    demands: [addsNothing],
    shows: [total, uncounted("same-commit")],
  },
];
