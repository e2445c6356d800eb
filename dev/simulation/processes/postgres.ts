import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
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

/**
 * How a server ends, as `pg_ctl restart --mode` names it: a fast one cuts all connections, and an immediate one also
 * leaves it to the next start to recover what is committed (PostgreSQL docs, "Shutting Down the Server").
 */
const SIGNALS = { fast: "SIGINT", immediate: "SIGQUIT" } as const;
export type ShutdownMode = keyof typeof SIGNALS;

/** A running PostgreSQL. */
export interface Cluster {
  /** The address of one of its databases. */
  urlOf(database: string): string;
  /** Ends it and starts it again, as `pg_ctl restart` does. Resolves when it answers. */
  restart(mode: ShutdownMode): Promise<void>;
  stop(): Promise<void>;
}

/** Where the files of a server are, and who may run it. */
interface Place {
  readonly programs: string;
  readonly folder: string;
  readonly data: string;
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
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
  const place = makePlace();
  if (place === undefined) return undefined;
  const quick = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const all = ["max_connections=300", ...(isQuick ? quick : []), ...settings];
  const urlOf = (database: string) =>
    `postgres://plimsoll@localhost/${database}?host=${encodeURIComponent(place.folder)}`;
  const start = async () => {
    const started = startIn(place, all);
    await untilAnswers(urlOf("postgres"));
    return started;
  };
  let server = await start();
  return {
    urlOf,
    async restart(mode) {
      await end(server, mode);
      server = await start();
    },
    async stop() {
      await end(server, "fast");
      rmSync(place.folder, { recursive: true, force: true });
    },
  };
}

/** Makes the files of a server; `undefined` where no programs are. */
function makePlace(): Place | undefined {
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
  return { programs, folder, data, owner };
}

function startIn({ programs, folder, data, owner }: Place, settings: readonly string[]): ChildProcess {
  const log = openSync(join(folder, "server.log"), "a");
  const child = spawn(
    join(programs, "postgres"),
    ["-D", data, "-k", folder, "-h", "", ...settings.flatMap((setting) => ["-c", setting])],
    // Not a pipe: once one that nobody reads is full, PostgreSQL waits for ever at its next message.
    { stdio: ["ignore", "ignore", log], cwd: folder, ...owner },
  );
  closeSync(log);
  return child;
}

async function end(server: ChildProcess, mode: ShutdownMode): Promise<void> {
  const ended = once(server, "exit");
  server.kill(SIGNALS[mode]);
  await ended;
}

/** Whether a PostgreSQL can be started here. */
export function hasPostgres(): boolean {
  return findPrograms() !== undefined;
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

/** Cuts all connections to a database. */
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
