/**
 * `npm run bench:organization`: the digest of an organization of 1,000 repositories with a history of 1,000,000 changes.
 *
 * Fills a database file, then computes one week's digest in a process of its own, and prints its time and its memory.
 * `POSTGRES=1` moves it into a PostgreSQL before.
 */
import { spawnSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeDigest } from "../../src/digests/compute.ts";
import { openStores } from "../../src/storage/stores.ts";
import { FLAGS } from "../simulation/processes/first-line.ts";
import { END, fillOrganization, WEEK } from "./organization-file.ts";
import { startPostgresDatabases } from "./postgres-databases.ts";

const REPOSITORIES = Number(process.env.REPOSITORIES ?? 1_000);
const CHANGES = Number(process.env.CHANGES ?? 1_000);
const [MOST_SECONDS, MOST_MEGABYTES] = [5, 500];

const { POSTGRES } = process.env;
const pseudonymKey = { key: "k".repeat(64) };

const [url] = process.argv.slice(2);
if (url === undefined) await run();
else await measure(url);

async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const file = `file:${join(folder, "organization.db")}`;
  fillOrganization(file, { repositories: REPOSITORIES, changes: CHANGES });
  // The first opening with a key hashes all people again, once in the life of a store.
  await (await openStores(file, { pseudonymKey })).close();
  // What was written must not still be on its way to the disk when time is taken.
  const written = openSync(file.replace(/^file:/, ""), "r+");
  fsyncSync(written);
  closeSync(written);
  const databases = POSTGRES === undefined ? undefined : await startPostgresDatabases({ isDurable: true });
  const address = databases === undefined ? file : await databases.copy(file);
  const child = spawnSync(process.execPath, [...FLAGS, import.meta.filename, address], { encoding: "utf8" });
  await databases?.stop();
  rmSync(folder, { recursive: true });
  process.stdout.write(child.stdout + child.stderr);
  process.exitCode = child.status ?? 1;
}

async function measure(file: string): Promise<void> {
  const begin = performance.now();
  const stores = await openStores(file, { pseudonymKey });
  const repositories = await stores.repositories.listByOwner("acme");
  const request = { owner: "acme", repositories, week: WEEK, now: new Date(END) };
  const digest = await computeDigest(stores, request);
  const seconds = (performance.now() - begin) / 1_000;
  await stores.close();
  const megabytes = process.resourceUsage().maxRSS / 1_024;
  process.stdout.write(
    `${repositories.length} repositories, ${REPOSITORIES * CHANGES} changes: ${digest.changes.merged} merged in ${WEEK}, ` +
      `${digest.normalizedDeployments.total} normalized deployments (${digest.state}); ` +
      `${seconds.toFixed(2)} s (at most ${MOST_SECONDS}), ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES})\n`,
  );
  if (seconds > MOST_SECONDS || megabytes > MOST_MEGABYTES) process.exitCode = 1;
}
