import { startOf } from "../../../src/domain/metric/week.ts";
import type { Counts } from "./naive.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { DatedRules } from "./reading.ts";
import { type Play, type Row, shipAll } from "./row.ts";
import { Studio } from "./studio.ts";
import { honestWork, isPlayed } from "./team.ts";
import { FIRST_WEEK, onDay, START, ZONE } from "./time.ts";

/** How much a move inflates each count: its value with the move ÷ without it. */
export type Ratios = Record<keyof Counts | "normalized", number>;

/** A row that was played. */
export interface Played {
  readonly row: Row;
  readonly ratios: Ratios;
  /** What the digest shows, without the move and with it. */
  readonly shows: readonly string[];
  /** What CASES.md demands and did not get. */
  readonly complaints: readonly string[];
}

/** Plays rows, each honestly and with its move. */
export async function playRows(rows: readonly Row[]): Promise<Played[]> {
  const played: Played[] = [];
  for (const row of rows) {
    const honest = await honestly(row);
    played.push(await compare(row, honest, await playWeeks(row.play, row.rules)));
  }
  return played;
}

const known = new Map<string, Promise<Outcome>>();

/** What comes out of honest work; that of most rows is the same, and played once. */
export function honestly({ id, honest, rules }: Partial<Row> = {}): Promise<Outcome> {
  const key = JSON.stringify([honest && id, rules]);
  const outcome = known.get(key) ?? playWeeks(honest ?? shipAll, rules);
  known.set(key, outcome);
  return outcome;
}

async function compare(row: Row, honest: Outcome, gamed: Outcome): Promise<Played> {
  const look = await row.look?.(honest, gamed);
  const shows = row.shows.map((figure) => `${figure.name} ${figure.of(honest)} → ${figure.of(gamed)}`);
  const complaints = [...row.demands.map((demand) => demand(honest, gamed)), look?.complaint];
  return {
    row,
    ratios: ratiosOf(honest, gamed),
    shows: look === undefined ? shows : [...shows, look.shows],
    complaints: complaints.filter((complaint) => complaint !== undefined),
  };
}

/** Plays twelve honest weeks, and then what is asked for. */
export async function playWeeks(play: Play, rules: Partial<DatedRules> = {}): Promise<Outcome> {
  const studio = new Studio(onDay(startOf(FIRST_WEEK, ZONE), -1), rules);
  const [before, now] = [WORK.filter((work) => !isPlayed(work)), WORK.filter(isPlayed)];
  for (const work of before) studio.ship(work);
  await studio.play(START);
  const { people = [], robots = [] } = Object.groupBy(now, ({ by }) =>
    by === undefined ? "robots" : "people",
  );
  play(studio, people);
  shipAll(studio, robots);
  await studio.play();
  return outcomeOf(studio);
}

const WORK = honestWork();

function ratiosOf(honest: Outcome, gamed: Outcome): Ratios {
  const { commits, pullRequests, deployments, lines, aiCommits } = gamed.naive;
  return {
    commits: commits / honest.naive.commits,
    pullRequests: pullRequests / honest.naive.pullRequests,
    deployments: deployments / honest.naive.deployments,
    lines: lines / honest.naive.lines,
    aiCommits: aiCommits / honest.naive.aiCommits,
    normalized: gamed.normalized / honest.normalized,
  };
}
