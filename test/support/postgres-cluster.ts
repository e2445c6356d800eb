import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migratePostgres } from "../../src/storage/postgres/migrate.ts";

/** Where Debian keeps the programs of PostgreSQL, one folder a version. */
const DEBIAN = "/usr/lib/postgresql";
/** The account that Debian's package creates. PostgreSQL refuses to run as root. */
const ACCOUNT = "postgres";
const TEMPLATE = "plimsoll_template";

/** The user whom a local server asks for a password, as a given one asks everybody. */
export const LOCKED_ROLE = "plimsoll_locked";

/** The server on which tests make databases, and the database that they copy. */
export interface TestServer {
  readonly url: string;
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Only for tests that run on PostgreSQL. */
    readonly postgres?: TestServer;
  }
}

/** A running PostgreSQL. */
interface Cluster {
  /** The address of one of its databases. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts one PostgreSQL for all tests, with a migrated template that each test file copies (`newPostgresUrl`).
 *
 * It is the one of `PLIMSOLL_TEST_DATABASE_URL` if that is given, else one that is started from the local programs.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const cluster = findGiven() ?? (await startLocal());
  if (cluster === undefined) {
    process.stderr.write(
      "\nNO TEST RUNS ON POSTGRESQL: neither PLIMSOLL_TEST_DATABASE_URL nor a local PostgreSQL was found.\n\n",
    );
    return undefined;
  }
  const template = `${TEMPLATE}_${randomUUID().slice(0, 8)}`;
  await withClient(cluster.urlOf("postgres"), (client) => client.query(`create database ${template}`));
  await migratePostgres(cluster.urlOf(template));
  project.provide("postgres", { url: cluster.urlOf("postgres"), template });
  return () => cluster.stop();
}

function findGiven(): Cluster | undefined {
  const url = process.env.PLIMSOLL_TEST_DATABASE_URL;
  if (url === undefined) return undefined;
  return { urlOf: (database) => withDatabase(url, database), stop: async () => {} };
}

async function startLocal(): Promise<Cluster | undefined> {
  const programs = findPrograms();
  if (programs === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-pg-"));
  const owner = process.getuid?.() === 0 ? findAccount() : undefined;
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, "data");
  const flags = ["--no-sync", "--auth=trust", "--username=plimsoll", "--encoding=UTF8"];
  execFileSync(join(programs, "initdb"), [...flags, "--pgdata", data], {
    stdio: "pipe",
    cwd: folder,
    ...owner,
  });
  // One user has a password, for tests of what is refused.
  const rules = join(data, "pg_hba.conf");
  writeFileSync(rules, `local all ${LOCKED_ROLE} scram-sha-256\n${readFileSync(rules, "utf8")}`);
  const quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, "-k", folder, "-h", "", ...quick.flatMap((setting) => ["-c", setting])],
    // Not a pipe: once one that nobody reads is full, PostgreSQL waits for ever at its next message.
    { stdio: ["ignore", "ignore", openSync(join(folder, "server.log"), "a")], cwd: folder, ...owner },
  );
  const urlOf = (database: string) =>
    `postgres://plimsoll@localhost/${database}?host=${encodeURIComponent(folder)}`;
  await untilAnswers(urlOf("postgres"));
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    // A fast shutdown: connections are cut.
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { urlOf, stop };
}

function findPrograms(): string | undefined {
  const newest = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  return newest
    .map((version) => join(DEBIAN, version, "bin"))
    .find((path) => existsSync(join(path, "initdb")));
}

function findAccount(): { readonly uid: number; readonly gid: number } {
  const idOf = (kind: "-u" | "-g") => Number(execFileSync("id", [kind, ACCOUNT], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withClient(url, async () => {});
    } catch (error) {
      if (tries === 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Runs a function with a connection of its own. */
export async function withClient(
  url: string,
  action: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return String(changed);
}

/** Makes a database with the tables of this version, in which nothing is, and returns its address. */
export async function newPostgresUrl({ url, template }: TestServer): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(url, (client) => client.query(`create database ${name} template ${template}`));
  return withDatabase(url, name);
}
