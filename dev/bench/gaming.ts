/**
 * `npm run bench:gaming`: plays every gaming strategy of CASES.md against an honest team.
 *
 * Prints by how much each inflates naive counts and normalized deployments, the same bytes in each run; fails when one
 * gains more than it may, or does not show where it must.
 */
import { playGaming } from "./gaming/table.ts";

const begin = performance.now();
const { markdown, broken } = await playGaming();
process.stdout.write(markdown);
process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
for (const complaint of broken) process.stderr.write(`Broken: ${complaint}\n`);
if (broken.length > 0) process.exitCode = 1;
