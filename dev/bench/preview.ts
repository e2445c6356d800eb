/**
 * `npm run bench:preview CLONE…`: `plimsoll preview` against `git log --name-only --no-renames` over the weeks that the
 * preview reads, and the start of Node, all as whole processes and to nowhere, in turn.
 *
 * Each clone must be complete: git fetches nothing for it. It is read as anybody would, and for as many weeks as can be
 * asked for. Prints the medians, their ratio, and the most memory that the preview took.
 */
import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { WEEK_MS } from "../../src/domain/durations.ts";
import { MOST_WEEKS } from "../../src/domain/metric/usual-range.ts";
import { MOST_WAITING } from "../../src/preview/scoped.ts";

const RUNS = Number(process.env.RUNS ?? 5);
const MOST_SHOWN = 104;
const [MOST_RATIO, MOST_MEGABYTES] = [1.5, 300];
/** Set in the process that is measured. */
const { MEASURED } = process.env;
const PROGRAM = new URL("../../lib/commands/program.js", import.meta.url).href;

const args = process.argv.slice(2);
if (MEASURED !== undefined) await preview();
else if (args.length === 0) fail("Give the paths of clones, the largest with 80,000 commits or more.");
else for (const clone of args) for (const weeks of [12, MOST_SHOWN]) compare(clone, weeks);

/** Runs a preview by the built program, and reports its memory where the one who measures reads it. */
async function preview(): Promise<void> {
  const { runProgram } = await import(PROGRAM);
  process.exitCode = await runProgram([process.execPath, "plimsoll", "preview", ...args]);
  process.stderr.write(`${process.resourceUsage().maxRSS / 1_024}`);
}

function compare(clone: string, weeks: number): void {
  const own = [import.meta.filename, clone, "--weeks", `${weeks}`];
  const { asOf, commits } = JSON.parse(timed(process.execPath, [...own, "--json"]).printed).preview;
  const since = new Date(Date.parse(asOf) - (weeks + MOST_WEEKS + MOST_WAITING + 1) * WEEK_MS);
  const log = ["-C", clone, "log", "--name-only", "--no-renames", `--since=${since.toISOString()}`];
  const runs = Array.from({ length: RUNS }, () => ({
    node: timed(process.execPath, ["--eval", "0"]).seconds,
    git: timed("git", [...log, "HEAD", "--"]).seconds,
    preview: timed(process.execPath, own),
  }));
  const [node, git, mine] = [
    median(runs.map((run) => run.node)),
    median(runs.map((run) => run.git)),
    median(runs.map((run) => run.preview.seconds)),
  ];
  const megabytes = Math.max(...runs.map((run) => Number(run.preview.said)));
  const ratio = (mine - node) / git;
  write(
    `${basename(clone)}, ${weeks} weeks, ${commits} commits read: git log ${git.toFixed(2)} s, Node's start ${node.toFixed(2)} s, preview ${mine.toFixed(2)} s; ` +
      `ratio ${ratio.toFixed(2)} (at most ${MOST_RATIO}), ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES})`,
  );
  if (ratio > MOST_RATIO || megabytes > MOST_MEGABYTES) process.exitCode = 1;
}

function timed(program: string, options: readonly string[]) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, options, {
    ...{ stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", timeout: 300_000, maxBuffer: 2 ** 30 },
    env: { ...process.env, MEASURED: "1" },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1_000, printed: stdout, said: stderr };
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
