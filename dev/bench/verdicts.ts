/**
 * `npm run bench:verdicts`: plays teams through the verdicts of a digest, and through its comparison of declared and undeclared changes.
 *
 * Prints how often each verdict is false, and how often it finds a change, the same bytes in each run; fails when a bound is
 * broken.
 */
import { playComparisons } from "./verdicts/comparison.ts";
import type { Section } from "./verdicts/section.ts";
import { playVerdicts } from "./verdicts/table.ts";

/** The parts of the benchmark, in the order in which docs/verdicts.md shows them. */
export const SECTIONS: readonly (() => Section)[] = [playVerdicts, playComparisons];

/** Plays all of them. */
export function playSections(): Section {
  const played = SECTIONS.map((play) => play());
  return {
    markdown: played.map(({ markdown }) => markdown).join("\n"),
    broken: played.flatMap(({ broken }) => broken),
  };
}

if (import.meta.main) {
  const begin = performance.now();
  const { markdown, broken } = playSections();
  process.stdout.write(markdown);
  process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
  for (const complaint of broken) process.stderr.write(`Broken: ${complaint}\n`);
  if (broken.length > 0) process.exitCode = 1;
}
