import { type SpawnSyncOptions, spawnSync } from "node:child_process";
import { relative, resolve } from "node:path";
import { LOG_ARGUMENTS } from "../src/git/commits.ts";

const RUNS = 5;
const MOST_RATIO = 2;
const CLI = process.argv[3] ?? resolve(import.meta.dirname, "../src/cli.ts"); // or a built one

const [path] = process.argv.slice(2);
if (path === undefined) fail("Give the path of a clone with 80,000 commits or more.");
else measure(path);

// `attribute --git` as a whole process against `git log` printing the same fields, in turn, both to nowhere.
function measure(clone: string): void {
  const git = ["-C", clone, ...LOG_ARGUMENTS];
  const attribute = [CLI, "attribute", "--git", clone];
  const runs = Array.from({ length: RUNS }, () => ({
    git: seconds("git", git),
    attribute: seconds(process.execPath, attribute),
  }));
  for (const run of runs) write(`git log ${shown(run.git)}   attribute --git ${shown(run.attribute)}`);
  const log = median(runs.map((run) => run.git));
  const own = median(runs.map((run) => run.attribute));
  const commits = spawnSync("git", ["-C", clone, "rev-list", "--count", "HEAD"], { encoding: "utf8" });
  write(
    `\n${relative(".", CLI)}, ${commits.stdout.trim()} commits, medians of ${RUNS}: ${shown(log)} and ${shown(own)}`,
  );
  write(`ratio ${(own / log).toFixed(2)}, at most ${MOST_RATIO.toFixed(1)}`);
  if (own / log > MOST_RATIO) process.exitCode = 1;
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
