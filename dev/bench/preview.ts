/**
 * `npm run bench:preview CLONE…`: `plimsoll preview` against `git log --name-only --no-renames`, both as whole
 * processes and to nowhere, in turn.
 *
 * Each clone is read as anybody would, and for as many weeks as can be asked for. Prints the medians, their ratio, and
 * the most memory that the preview took.
 */
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { runProgram } from "../../src/commands/program.ts";

const RUNS = 5;
const MOST_WEEKS = "104";
const [MOST_RATIO, MOST_MEGABYTES] = [2, 300];
/** Set in the process that is measured. */
const { MEASURED } = process.env;

const args = process.argv.slice(2);
if (MEASURED !== undefined) await preview();
else if (args.length === 0) fail("Give the paths of clones, the largest with 80,000 commits or more.");
else for (const clone of args) for (const weeks of ["12", MOST_WEEKS]) compare(clone, weeks);

/** Runs a preview, and reports its memory where the one who measures reads it. */
async function preview(): Promise<void> {
  process.exitCode = await runProgram([process.execPath, "plimsoll", "preview", ...args]);
  process.stderr.write(`${process.resourceUsage().maxRSS / 1_024}`);
}

function compare(clone: string, weeks: string): void {
  const log = ["-C", clone, "log", "--name-only", "--no-renames", "HEAD", "--"];
  const own = [import.meta.filename, clone, "--weeks", weeks];
  const runs = Array.from({ length: RUNS }, () => ({
    git: timed("git", log),
    preview: timed(process.execPath, own),
  }));
  const [git, mine] = [
    median(runs.map((run) => run.git.seconds)),
    median(runs.map((run) => run.preview.seconds)),
  ];
  const megabytes = Math.max(...runs.map((run) => Number(run.preview.said)));
  const ratio = mine / git;
  const commits = spawnSync("git", ["-C", clone, "rev-list", "--count", "HEAD"], {
    encoding: "utf8",
  }).stdout.trim();
  write(
    `${basename(clone)}, ${commits} commits, ${weeks} weeks: git log ${git.toFixed(2)} s, preview ${mine.toFixed(2)} s; ` +
      `ratio ${ratio.toFixed(2)} (at most ${MOST_RATIO}), ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES})`,
  );
  if (ratio > MOST_RATIO || megabytes > MOST_MEGABYTES) process.exitCode = 1;
}

function timed(program: string, options: readonly string[]): { seconds: number; said: string } {
  const start = performance.now();
  const { status, stderr } = spawnSync(program, options, {
    ...{ stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", timeout: 300_000 },
    env: { ...process.env, MEASURED: "1" },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1_000, said: stderr };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
