/**
 * `npm run bench:spend-statistics`: plays made-up organizations through the verdict on spend ÷ normalized deployments.
 *
 * Prints how often the verdict is false, and how often it finds a change, the same bytes in each run; fails when it is
 * false too often.
 */
import { playStatistics } from "./spend-statistics/table.ts";

const begin = performance.now();
const { markdown, broken } = playStatistics();
process.stdout.write(markdown);
process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
for (const complaint of broken) process.stderr.write(`Broken: ${complaint}\n`);
if (broken.length > 0) process.exitCode = 1;
