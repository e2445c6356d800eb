/**
 * `npm run bench:spend`: imports a FOCUS export of 1 GB (`SIZE_MB`), and compares it with the CSV parser alone.
 *
 * Each of both reads the file in a process of its own, in turn. The import is the built program, with its start and its
 * store. Ends with 1 when it reads less than half of the rows of the parser in a second, or takes 200 MB of memory or
 * more.
 */
import { execFile } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "csv-parse";
import { CSV_OPTIONS } from "../../src/spend/import/csv-table.ts";
import { focusRows } from "../simulation/focus-export.ts";

const [SLOWEST, MOST_MB] = [0.5, 200];
const ROUNDS = 2;
const MEGABYTE = 1_000_000;

interface Run {
  readonly seconds: number;
  /** Seconds of the processor, which others on the machine change little. */
  readonly cpu: number;
  readonly peakMb: number;
}

const PROGRAM = fileURLToPath(new URL("../../lib/cli.js", import.meta.url));
/** Code that a process runs first, so that it says at its end how much memory and time of the processor it took. */
const SAY_USAGE = `data:text/javascript,process.on("exit",()=>process.stderr.write(JSON.stringify(process.resourceUsage())))`;

const [parsed] = process.argv.slice(2);
if (parsed === undefined) await compare();
else await parseAlone(parsed);

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const file = join(folder, "focus.csv");
  const rows = await write(file, Number(process.env.SIZE_MB ?? 1_000) * MEGABYTE);
  const runs = { parse: [] as Run[], import: [] as Run[] };
  for (let round = 0; round < ROUNDS; round++) {
    // In turn, so that whatever else the machine does falls on both.
    runs.parse.push(await start([fileURLToPath(import.meta.url), file]));
    const options = ["--source", `bill-${round}`, "--format", "focus", "--tool", "claude-code"];
    const store = `file:${join(folder, "plimsoll.db")}`;
    runs.import.push(await start([PROGRAM, "spend", "import", file, ...options], store));
  }
  rmSync(folder, { recursive: true });
  const speed = (some: readonly Run[]) => rows / Math.min(...some.map(({ seconds }) => seconds));
  const cpu = (some: readonly Run[]) => Math.min(...some.map((each) => each.cpu));
  const ratio = speed(runs.import) / speed(runs.parse);
  const peakMb = Math.max(...runs.import.map((each) => each.peakMb));
  process.stdout.write(
    `${rows} rows: csv-parse alone ${speed(runs.parse).toFixed(0)} rows/s, import ${speed(runs.import).toFixed(0)} rows/s, ${ratio.toFixed(2)} (at least ${SLOWEST}), by CPU ${(cpu(runs.parse) / cpu(runs.import)).toFixed(2)}; ${peakMb.toFixed(0)} MB at most (under ${MOST_MB})\n`,
  );
  if (ratio < SLOWEST || peakMb >= MOST_MB) process.exitCode = 1;
}

/** Writes an export of about a size, and returns the number of its rows. */
async function write(file: string, size: number): Promise<number> {
  let rows = -1;
  const lines = function* () {
    let written = 0;
    for (const line of focusRows()) {
      yield line;
      rows++;
      written += line.length;
      if (written >= size) return;
    }
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return rows;
}

/** Runs a program to its end. */
async function start(args: readonly string[], store = ""): Promise<Run> {
  const begin = performance.now();
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", SAY_USAGE, ...args], {
    env: { ...process.env, DATABASE_URL: store },
  });
  const seconds = (performance.now() - begin) / 1_000;
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(stderr) as NodeJS.ResourceUsage;
  return { seconds, cpu: (userCPUTime + systemCPUTime) / 1e6, peakMb: (maxRSS * 1_024) / MEGABYTE };
}

/** Parses as the import does, and does nothing with the rows. */
async function parseAlone(file: string): Promise<void> {
  const parser = parse({ ...CSV_OPTIONS, on_record: () => null });
  parser.resume();
  await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), parser);
}
