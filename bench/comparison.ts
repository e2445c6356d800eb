/**
 * `npm run bench:comparison`: plays teams whose declared changes are undone as often as others, or half as often, and prints how
 * often the comparison of a digest finds a difference.
 *
 * The same bytes in each run; fails when it finds one too often where there is none.
 */
import { playComparisons } from "./verdicts/comparison.ts";

const begin = performance.now();
const { markdown, broken } = playComparisons();
process.stdout.write(markdown);
process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
for (const complaint of broken) process.stderr.write(`Broken: ${complaint}\n`);
if (broken.length > 0) process.exitCode = 1;
