/**
 * `npm run bench:gaming`: plays every gaming strategy of CASES.md against an honest team, and those against spend.
 *
 * Prints by how much each inflates naive counts and normalized deployments, and what it does to the spend beside them:
 * the same bytes in each run. Fails when one gains more than it may, or does not show where it must.
 */
import { playSpend } from "./gaming/spend/table.ts";
import { playGaming } from "./gaming/table.ts";

const begin = performance.now();
const played = [await playGaming(), await playSpend()];
process.stdout.write(played.map(({ markdown }) => markdown).join("\n"));
process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
const broken = played.flatMap((each) => each.broken);
for (const complaint of broken) process.stderr.write(`Broken: ${complaint}\n`);
if (broken.length > 0) process.exitCode = 1;
