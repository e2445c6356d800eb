import { execFileSync, spawn } from "node:child_process";
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

/** Where Debian keeps the programs of PostgreSQL, one folder a version. */
const DEBIAN = "/usr/lib/postgresql";
/** The account that Debian's package creates. PostgreSQL refuses to run as root. */
const ACCOUNT = "postgres";

/** The user whom a local server asks for a password, as a given one asks everybody. */
export const LOCKED_ROLE = "plimsoll_locked";

/** A running PostgreSQL. */
export interface Cluster {
  /** The address of one of its databases. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL of its own from the local programs; `undefined` where there are none. A quick one loses its data
 * in a power cut. `settings` are further ones of the server.
 */
export async function startPostgres({
  isQuick,
  settings = [],
}: {
  readonly isQuick: boolean;
  readonly settings?: readonly string[];
}): Promise<Cluster | undefined> {
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
  const quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const all = ["max_connections=300", ...(isQuick ? quick : []), ...settings];
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, "-k", folder, "-h", "", ...all.flatMap((setting) => ["-c", setting])],
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

/** Cuts all connections to a database, as a restart of PostgreSQL does. */
export async function cutConnections(url: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    ),
  );
}

/** The address of another database of the same server. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return String(changed);
}
