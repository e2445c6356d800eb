/** Computes the tables of chance in a thread of its own: they take as long as all other generated parts. */
import { parentPort } from "node:worker_threads";
import { playStatistics } from "../bench/spend-statistics/table.ts";
import type { Section } from "../bench/verdicts/section.ts";
import { playSections } from "../bench/verdicts.ts";

/** The tables that this thread sends. */
export interface Statistics {
  readonly verdicts: Section;
  readonly statistics: Section;
}

const computed: Statistics = { verdicts: playSections(), statistics: playStatistics() };
parentPort?.postMessage(computed);
