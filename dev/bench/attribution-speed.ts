import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { LOG_ARGUMENTS } from "../../src/git/commits.ts";

const RUNS = 7;
const MOST_RATIO = 1.5;

// The source, or what a package installs: `--cli node_modules/plimsoll/lib/cli.js`.
const { values, positionals: clones } = parseArgs({
  options: { cli: { type: "string", default: resolve(import.meta.dirname, "../../src/cli.ts") } },
  allowPositionals: true,
});

if (clones.length === 0) fail("Give the paths of clones.");
for (const clone of clones) measure(clone);

// `attribute --git` as a whole process against `git log` printing the same fields, in turn, both to nowhere.
function measure(clone: string): void {
  const git = ["-C", clone, ...LOG_ARGUMENTS];
  const attribute = [values.cli, "attribute", "--git", clone];
  const runs = Array.from({ length: RUNS }, () => ({
    git: seconds("git", git),
    attribute: seconds(process.execPath, attribute),
  }));
  const log = median(runs.map((run) => run.git));
  const own = median(runs.map((run) => run.attribute));
  const counted = spawnSync("git", ["-C", clone, "rev-list", "--count", "HEAD"], { encoding: "utf8" });
  const ratio = own / log;
  write(
    `${clone}: ${counted.stdout.trim()} commits, git log ${shown(log)}, attribute ${shown(own)}, ratio ${ratio.toFixed(2)} (at most ${MOST_RATIO})`,
  );
  if (ratio > MOST_RATIO) process.exitCode = 1;
}

function seconds(program: string, args: readonly string[]): number {
  const options: SpawnSyncOptions = { stdio: "ignore", timeout: 120_000 };
  const start = performance.now();
  const { status } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return (performance.now() - start) / 1000;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function shown(time: number): string {
  return `${time.toFixed(2)} s`;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
