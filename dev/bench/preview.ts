/**
 * `npm run bench:preview [CLONE…]`: `plimsoll preview` against `git log --name-only --no-renames` over the weeks that
 * the preview reads, and the start of Node, all as whole processes and to nowhere, in turn.
 *
 * Without clones it makes three, of 1,000, 10,000 and 100,000 commits, with a version tag for each five of them. Others
 * must be complete: git fetches nothing for them. Each is read as anybody would, and for as many weeks as can be asked
 * for. Prints the medians, the median of the ratios, and the most memory that the preview took. On a busy machine only
 * the processor time means anything, which Linux alone tells.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { WEEK_MS } from "../../src/domain/durations.ts";
import { MOST_WEEKS } from "../../src/domain/metric/usual-range.ts";
import { MOST_WAITING } from "../../src/preview/scoped.ts";
import { makeLongClone } from "./preview/long-clone.ts";

const RUNS = Number(process.env.RUNS ?? 5);
const SIZES = [1_000, 10_000, 100_000];
const MOST_SHOWN = 104;
const [MOST_RATIO, MOST_MEGABYTES] = [1.5, 300];
/** Where Linux tells of this process, in such parts of a second. */
const [PROCESS, TICKS] = ["/proc/self/stat", 100];
const MEASURED = join(import.meta.dirname, "preview/measured.ts");

const args = process.argv.slice(2);
if (args.length === 0) compareMade();
else compareAll(args);

function compareMade(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  try {
    for (const commits of SIZES) {
      const clone = join(folder, `${commits}-commits`);
      makeLongClone(clone, commits);
      compareAll([clone]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compareAll(clones: readonly string[]): void {
  for (const clone of clones) for (const weeks of [12, MOST_SHOWN]) compare(clone, weeks);
}

function compare(clone: string, weeks: number): void {
  const mine = [MEASURED, clone, "--weeks", `${weeks}`];
  const { asOf, commits } = JSON.parse(timed(process.execPath, [...mine, "--json"]).printed).preview;
  const since = new Date(Date.parse(asOf) - (weeks + MOST_WEEKS + MOST_WAITING + 1) * WEEK_MS);
  const log = ["-C", clone, "log", "--name-only", "--no-renames", `--since=${since.toISOString()}`];
  const runs = Array.from({ length: RUNS }, () => {
    const node = timed(process.execPath, ["--eval", "0"]).seconds;
    const git = timed("git", [...log, "HEAD", "--"]);
    const own = timed(process.execPath, mine);
    return {
      node,
      git: git.seconds,
      gitWork: git.work,
      preview: own.seconds,
      work: own.work,
      ratio: (own.seconds - node) / git.seconds,
      megabytes: Number(own.said),
    };
  });
  const middle = (key: keyof (typeof runs)[number]) => median(runs.map((run) => run[key]));
  const megabytes = Math.max(...runs.map((run) => run.megabytes));
  const ratio = middle("ratio");
  write(
    `${basename(clone)}, ${weeks} weeks, ${commits} commits read: git log ${middle("git").toFixed(2)} s, Node's start ${middle("node").toFixed(2)} s, preview ${middle("preview").toFixed(2)} s; ` +
      `ratio ${ratio.toFixed(2)} (at most ${MOST_RATIO}), ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES}); ` +
      `processor time ${middle("work").toFixed(2)} s, of git log ${middle("gitWork").toFixed(2)} s`,
  );
  if (ratio > MOST_RATIO || megabytes > MOST_MEGABYTES) process.exitCode = 1;
}

function timed(program: string, options: readonly string[]) {
  const [start, before] = [performance.now(), childrenWork()];
  const { status, stdout, stderr } = spawnSync(program, options, {
    ...{ stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", timeout: 300_000, maxBuffer: 2 ** 30 },
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return {
    seconds: (performance.now() - start) / 1_000,
    work: childrenWork() - before,
    printed: stdout,
    said: stderr,
  };
}

/** The processor time of all ended processes that this one started, and that they started, in seconds. */
function childrenWork(): number {
  if (!existsSync(PROCESS)) return Number.NaN;
  const [, fields = ""] = readFileSync(PROCESS, "utf8").split(") ");
  const [user, system] = fields.split(" ").slice(13, 15).map(Number);
  return ((user ?? 0) + (system ?? 0)) / TICKS;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
