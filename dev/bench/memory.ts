/**
 * `npm run bench:memory`: the resident memory of the server after 10,000 deliveries, and after 100,000, all worked; and
 * how many were worked a second, while GitHub answers at once.
 *
 * Both are held to the bound: what the process holds, of which V8 keeps up to 200 MB free for later or nothing, and what is
 * left once it has given that back, which tells whether something is kept.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FLAGS, firstLine } from "../simulation/processes/first-line.ts";
import { pace } from "./acknowledge/load.ts";
import { webhooks } from "./acknowledge/payloads.ts";

const [FEW, MANY] = [Number(process.env.FEW ?? 10_000), Number(process.env.MANY ?? 100_000)];
const MOST_GROWTH = 20;
const PER_SECOND = 250;

const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
const gitHub = fork(new URL("../simulation/at-once/github.ts", import.meta.url), {
  stdio: ["ignore", "pipe", "inherit", "ipc"],
});
const server = fork(
  new URL("acknowledge/server.ts", import.meta.url),
  ["alone", `file:${join(folder, "memory.db")}`, await firstLine(gitHub)],
  { stdio: ["ignore", "pipe", "inherit", "ipc"], execArgv: ["--expose-gc", ...FLAGS] },
);
const url = await firstLine(server);

const few = await memoryAfter(FEW);
const begin = performance.now();
const many = await memoryAfter(MANY - FEW);
const perSecond = (MANY - FEW) / ((performance.now() - begin) / 1_000);
process.stdout.write(
  `${few.kept.toFixed(1)} MB after ${FEW} deliveries, ${many.kept.toFixed(1)} MB after ${MANY} ` +
    `(${(many.kept / few.kept).toFixed(2)}, at most ${MOST_GROWTH} MB more); with what V8 holds free ` +
    `${few.resident.toFixed(0)} MB and ${many.resident.toFixed(0)} MB; ${perSecond.toFixed(0)} worked a second\n`,
);
server.kill("SIGKILL");
gitHub.kill("SIGKILL");
rmSync(folder, { recursive: true });
if (many.kept > few.kept + MOST_GROWTH || many.resident > few.resident + MOST_GROWTH) process.exitCode = 1;

interface Memory {
  /** What the process holds, in MB. */
  readonly resident: number;
  /** The same once the heap has given back its free pages. */
  readonly kept: number;
}

/** Delivers some more, has all of them worked, and tells the memory of the server. */
async function memoryAfter(deliveries: number): Promise<Memory> {
  await pace(url, webhooks(50), { perSecond: PER_SECOND, seconds: deliveries / PER_SECOND });
  server.send("memory");
  const [{ resident, kept }] = (await once(server, "message")) as [Memory];
  return { resident: resident / 1_048_576, kept: kept / 1_048_576 };
}
