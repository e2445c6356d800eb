/**
 * `npm run bench:replicas`: how many deliveries a second 1, 2 and 4 servers work on one PostgreSQL, check runs included, and the
 * statements and commits of a delivery there. GitHub is emulated, and answers at once.
 *
 * All run on this machine with the database, so more servers are faster only as long as there are idle cores. The CPU of
 * the servers and of the database says what a database on a machine of its own would bear. `PART` of the load is for a closer look.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { FLAGS, firstLine } from "../simulation/processes/first-line.ts";
import { type Cluster, startPostgres } from "../simulation/processes/postgres.ts";
import { pace } from "./acknowledge/load.ts";
import type { Spent } from "./end-to-end/measure.ts";
import { happening } from "./end-to-end/webhooks.ts";

const { PART = 1 } = process.env;
const COUNTS = [1, 2, 4];
const PER_SECOND = 500;
const CHECKOUT = join(import.meta.dirname, "../..");
/** Each has an installation, so that no quota of writes is met. */
const webhooks = happening({ repositories: 200, deliveries: 3_000 * Number(PART), perInstallation: 1 });
/** Milliseconds of a tick of the kernel's clock, in which `/proc` counts. */
const TICK_MS = 10;

const cluster = await startPostgres({
  isQuick: false,
  settings: ["shared_preload_libraries=pg_stat_statements"],
});
if (cluster === undefined) throw new Error("there is no PostgreSQL: install Debian's package postgresql");
let alone: number | undefined;
for (const count of COUNTS) {
  const perSecond = await measure(cluster, count);
  alone ??= perSecond;
  process.stdout.write(`  ${(perSecond / alone).toFixed(2)} times what one server does\n`);
}
await cluster.stop();

/** Has servers work the load on a new database, prints what it took, and returns the deliveries a second. */
async function measure({ urlOf }: Cluster, count: number): Promise<number> {
  const admin = new pg.Client({ connectionString: urlOf("postgres") });
  await admin.connect();
  await admin.query(`create database bench_${count}`);
  await admin.query("create extension if not exists pg_stat_statements");
  const gitHub = start("github.ts", []);
  const arguments_ = [CHECKOUT, urlOf(`bench_${count}`), await firstLine(gitHub)];
  const servers = Array.from({ length: count }, () => start("server.ts", arguments_));
  const urls = await Promise.all(servers.map((server) => firstLine(server)));
  for (const server of servers) server.send("begin");
  await admin.query("select pg_stat_statements_reset()");
  const before = await readDatabase(admin, count);
  const began = performance.now();
  const seconds = webhooks.length / PER_SECOND;
  const shares = urls.map((_, index) => webhooks.filter((__, at) => at % count === index));
  await Promise.all(
    urls.map((url, index) => pace(url, shares[index] ?? [], { perSecond: PER_SECOND / count, seconds })),
  );
  const spent = await Promise.all(servers.map((server) => ask(server, "end")));
  const perSecond = (webhooks.length / (performance.now() - began)) * 1_000;
  const after = await readDatabase(admin, count);
  const each = (number: number) => (number / webhooks.length).toFixed(2);
  const serversMs = spent.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  process.stdout.write(
    `${count} servers: ${perSecond.toFixed(0)} deliveries a second; each ${each(after.statements)} statements, ` +
      `${each(after.commits - before.commits)} commits, ${each(serversMs)} ms of CPU of the servers and ` +
      `${each(after.cpuMs - before.cpuMs)} ms of the database's\n`,
  );
  await admin.end();
  for (const server of servers) server.send("stop");
  await Promise.all(servers.map((server) => once(server, "exit")));
  gitHub.kill();
  if (spent.some(({ left }) => left > 0)) throw new Error("deliveries were not worked");
  return perSecond;
}

/** What the database has done: statements since the reset, commits, and the CPU of its processes in milliseconds. */
async function readDatabase(admin: pg.Client, count: number) {
  const name = `bench_${count}`;
  const calls =
    "select sum(calls)::int as number from pg_stat_statements s join pg_database d on d.oid = s.dbid where datname = $1";
  const commits = "select xact_commit::int as number from pg_stat_database where datname = $1";
  const pids = "select pid from pg_stat_activity where datname = $1";
  const numberOf = async (query: string) => Number((await admin.query(query, [name])).rows[0]?.number ?? 0);
  const { rows } = await admin.query(pids, [name]);
  return {
    statements: await numberOf(calls),
    commits: await numberOf(commits),
    cpuMs: rows.reduce((sum: number, { pid }: { pid: number }) => sum + cpuOf(pid), 0),
  };
}

/** The CPU of a process in milliseconds, in user and system mode: proc(5). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function start(file: string, values: readonly string[]): ChildProcess {
  return fork(new URL(`end-to-end/${file}`, import.meta.url), values, {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    execArgv: file === "server.ts" ? [...FLAGS] : [],
  });
}

async function ask(child: ChildProcess, message: string): Promise<Spent> {
  child.send(message);
  const [answer] = await once(child, "message");
  return answer;
}
