import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FLAGS, firstLine } from "../../simulation/processes/first-line.ts";
import { pace, percentile } from "../acknowledge/load.ts";
import { type Happening, happening } from "./webhooks.ts";

/** What the process of a server spent, from the first delivery to the end of all work. */
export interface Spent {
  /** Of all its threads, in user and system mode. */
  readonly cpuMs: number;
  readonly statements: number;
  /** The longest time in which no delivery was worked to its end. */
  readonly longestMs: number;
  /** Deliveries that were not worked. */
  readonly left: number;
}

/** What one delivery costs. */
export interface Cost {
  readonly cpuMs: number;
  readonly statements: number;
  readonly requests: number;
  /** The same requests, by what they ask. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly perSecond: number;
  /** The longest time in which none was worked. */
  readonly longestMs: number;
  /** How late the latest one was acknowledged, and all but one in a hundred. */
  readonly latestMs: number;
  readonly p99Ms: number;
}

/** What is measured, and on which code. */
export interface Measurement extends Happening {
  readonly checkout: string;
  readonly perSecond: number;
  /** Where V8 writes a profile of the server. */
  readonly profile?: string | undefined;
  /** Fills the store before the server starts. */
  readonly fill?: ((databaseUrl: string) => void) | undefined;
}

/** Sends deliveries to a server in a process of its own beside a GitHub in another one, and tells what one of them cost. */
export async function measure({
  checkout,
  perSecond,
  profile,
  fill,
  ...happens
}: Measurement): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const databaseUrl = `file:${join(folder, "bench.db")}`;
  fill?.(databaseUrl);
  const webhooks = happening(happens);
  const gitHub = start("github.ts", []);
  const arguments_ = [checkout, databaseUrl, await firstLine(gitHub)];
  const server = start("server.ts", arguments_, profile);
  const url = await firstLine(server);
  await ask(gitHub, "requests");
  server.send("begin");
  const began = performance.now();
  const { latencies } = await pace(url, webhooks, { perSecond, seconds: webhooks.length / perSecond });
  const spent = (await ask(server, "end")) as Spent;
  const seconds = (performance.now() - began) / 1_000;
  const asked = (await ask(gitHub, "requests")) as Readonly<Record<string, number>>;
  server.send("stop");
  await once(server, "exit");
  gitHub.kill();
  rmSync(folder, { recursive: true });
  if (spent.left > 0) throw new Error(`${spent.left} deliveries were not worked`);
  const each = (count: number) => count / webhooks.length;
  return {
    cpuMs: each(spent.cpuMs),
    statements: each(spent.statements),
    requests: each(Object.values(asked).reduce((sum, count) => sum + count, 0)),
    kinds: Object.fromEntries(Object.entries(asked).map(([kind, count]) => [kind, each(count)])),
    perSecond: webhooks.length / seconds,
    longestMs: spent.longestMs,
    latestMs: percentile(latencies, 1),
    p99Ms: percentile(latencies, 0.99),
  };
}

function start(file: string, values: readonly string[], profile?: string): ChildProcess {
  const profiling = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
  const execArgv = file === "server.ts" ? [...FLAGS, ...profiling] : [];
  return fork(new URL(file, import.meta.url), values, {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    execArgv,
  });
}

async function ask(child: ChildProcess, message: string): Promise<unknown> {
  child.send(message);
  const [answer] = await once(child, "message");
  return answer;
}
