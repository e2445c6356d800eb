import type { Section } from "../verdicts/section.ts";
import { type Organization, playBlock } from "./blocks.ts";

const UNITS = [3, 8, 20, 50];
const EARLIER = [6, 12];
/** How much the spend of a week resembles that of the week before. */
const LIKENESS = [0, 0.6];
const CHANGES = [2, 3, 1.3, 0.5];
/** In a hundred blocks. */
const MOST_FALSE = 3;
const [QUIET_RUNS, CHANGED_RUNS] = [2_000, 1_000];
const PRIME = 7_919;

interface Cell extends Organization {
  readonly earlier: number;
}

/** How often the verdict on the ratio is false, and how often it finds a change of spend. */
export function playStatistics(): Section {
  const cells = LIKENESS.flatMap((likeness) =>
    UNITS.flatMap((units) => EARLIER.map((earlier): Cell => ({ likeness, units, earlier }))),
  );
  const rows = cells.map((cell) => ({ cell, ...playCell(cell) }));
  const markdown = [
    `How many blocks of 100 have a verdict of a change: ${QUIET_RUNS} organizations of each kind where nothing changed, and ${CHANGED_RUNS} where the spend of the block is multiplied.`,
    "The spend of a week is log-normal (25 %), alike from week to week or not; the normalized deployments are negative binomial.",
    "",
    `| weeks alike | a week | earlier blocks | has a verdict | nothing changed | ${CHANGES.map((factor) => `× ${factor}`).join(" | ")} |`,
    `|--:|--:|--:|--:|--:|${CHANGES.map(() => "--:|").join("")}`,
    ...rows.map(({ cell: { likeness, units, earlier }, judged, falsely, found }) => {
      const parts = [likeness, units, earlier, judged.toFixed(0), falsely.toFixed(1), ...found.map(whole)];
      return `| ${parts.join(" | ")} |`;
    }),
    "",
  ].join("\n");
  return { markdown, broken: rows.flatMap(({ cell, falsely }) => tooMany(cell, falsely)) };
}

interface Played {
  /** In percent of all blocks. */
  readonly judged: number;
  readonly falsely: number;
  readonly found: readonly number[];
}

function playCell(cell: Cell): Played {
  const signals = (runs: number, factor: number) =>
    Array.from({ length: runs }, (_, run) => {
      return playBlock(run * PRIME + cell.units, cell, { earlier: cell.earlier, factor }).signal;
    });
  const quiet = signals(QUIET_RUNS, 1);
  return {
    judged: percentOf(quiet, ["none", "above", "below"]),
    falsely: percentOf(quiet, ["above", "below"]),
    found: CHANGES.map((factor) =>
      percentOf(signals(CHANGED_RUNS, factor), [factor > 1 ? "above" : "below"]),
    ),
  };
}

function percentOf(signals: readonly string[], wanted: readonly string[]): number {
  return (100 * signals.filter((signal) => wanted.includes(signal)).length) / signals.length;
}

function whole(percent: number): string {
  return percent.toFixed(0);
}

function tooMany({ units, earlier, likeness }: Cell, falsely: number): string[] {
  if (falsely <= MOST_FALSE) return [];
  return [
    `${units} a week, ${earlier} earlier blocks, weeks alike ${likeness}: false in ${falsely.toFixed(1)} blocks of 100`,
  ];
}
