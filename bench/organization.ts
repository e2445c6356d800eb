/**
 * `npm run bench:organization`: the digest of an organization of 1,000 repositories with a history of 1,000,000 changes.
 *
 * Fills a database file, then computes one week's digest in a process of its own, and prints its time and its memory.
 */
import { spawnSync } from "node:child_process";
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeOrganizationDigest } from "../src/jobs/organization-digest.ts";
import { openDatabase } from "../src/storage/database.ts";
import { openStores } from "../src/storage/stores.ts";

const REPOSITORIES = Number(process.env.REPOSITORIES ?? 1_000);
const CHANGES = Number(process.env.CHANGES ?? 1_000);
const YEARS = 3;
const [WEEK, END] = ["2026-W46", Date.parse("2026-11-16T09:00Z")];
const SEALED_AFTER = 8 * 7 * 86_400_000;
const [MOST_SECONDS, MOST_MEGABYTES] = [5, 500];

const [url] = process.argv.slice(2);
if (url === undefined) run();
else await measure(url);

function run(): void {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-bench-"));
  const file = `file:${join(folder, "organization.db")}`;
  fill(file);
  // What was written must not still be on its way to the disk when time is taken.
  const written = openSync(file.replace(/^file:/, ""), "r+");
  fsyncSync(written);
  closeSync(written);
  const child = spawnSync(process.execPath, [import.meta.filename, file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  process.stdout.write(child.stdout + child.stderr);
  process.exitCode = child.status ?? 1;
}

async function measure(file: string): Promise<void> {
  const begin = performance.now();
  const stores = openStores(file);
  const repositories = await stores.repositories.listOf("acme");
  const request = { owner: "acme", repositories, week: WEEK, now: new Date(END) };
  const digest = await computeOrganizationDigest(stores, request);
  const seconds = (performance.now() - begin) / 1_000;
  stores.close();
  const megabytes = process.resourceUsage().maxRSS / 1_024;
  process.stdout.write(
    `${repositories.length} repositories, ${REPOSITORIES * CHANGES} changes: ${digest.changes.merged} merged in ${WEEK}, ` +
      `${digest.normalizedDeployments.total} normalized deployments (${digest.state}); ` +
      `${seconds.toFixed(2)} s (at most ${MOST_SECONDS}), ${megabytes.toFixed(0)} MB (at most ${MOST_MEGABYTES})\n`,
  );
  if (seconds > MOST_SECONDS || megabytes > MOST_MEGABYTES) process.exitCode = 1;
}

/** Fills the tables as the handlers would, but all at once. */
function fill(file: string): void {
  const { $client: client } = openDatabase(file);
  client.pragma("synchronous = OFF");
  const insert = (table: string, row: Readonly<Record<string, string | number | null>>) => {
    const key = `${table} ${Object.keys(row).join()}`;
    const columns = Object.keys(row).join(", ");
    const values = Object.keys(row).map(() => "?");
    const statement =
      prepared.get(key) ?? client.prepare(`insert into ${table} (${columns}) values (${values})`);
    prepared.set(key, statement);
    statement.run(...Object.values(row));
  };
  const prepared = new Map<string, ReturnType<typeof client.prepare>>();
  insert("installations", { id: 1, installed_at: 0, builder_key: "key" });
  for (let repository = 1; repository <= REPOSITORIES; repository++) {
    client.transaction(() => {
      insert("repositories", {
        id: repository,
        installation_id: 1,
        owner: "acme",
        name: `repository-${repository}`,
      });
      for (let number = 1; number <= CHANGES; number++) fillChange(insert, repository, number);
    })();
  }
  client.close();
}

type Insert = (table: string, row: Readonly<Record<string, string | number | null>>) => void;

/** A pull request of one commit, squashed and deployed at once, some hours after the one before. */
function fillChange(insert: Insert, repository: number, number: number): void {
  const at = END - (CHANGES - number + 1) * ((YEARS * 365 * 86_400_000) / CHANGES) + repository * 1_000;
  const [repository_id, id] = [repository, `#${number}`];
  const shaOf = (letter: string, count = number) => `${letter}${repository}x${count}x`.padEnd(40, "0");
  const [before, merged, head] = [shaOf("a", number - 1), shaOf("a"), shaOf("b")];
  const isDeclared = number % 3 === 0;
  // As the nightly job leaves what nothing can change any more.
  const isSealed = at < END - SEALED_AFTER;
  insert("changes", {
    ...{ repository_id, id, number, state: "merged", updated_at: at, base_sha: before, head_sha: head },
    ...{
      merge_sha: merged,
      merged_at: at,
      author: `person ${(repository + number) % 700}`,
      is_sealed: isSealed ? 1 : 0,
      is_approved: isSealed ? 1 : null,
      author_attribution: "undeclared",
    },
    ...{
      author_tools: "[]",
      claimed_reverts: "[]",
      read_from: "",
      agents_version: "2026-01-01",
      is_effective: 1,
    },
    ...{ lines: 40, services: "[]", patch_id: shaOf("p") },
  });
  const of = { repository_id, change_id: id };
  insert("change_commits", { ...of, role: "own", position: 0, sha: head });
  insert("change_commits", { ...of, role: "carrier", position: 0, sha: merged });
  insert("change_commits", { ...of, role: "carrier", position: 1, sha: head });
  if (!isSealed) insert("reviews", { ...of, reviewer: "somebody", is_approval: 1, at });
  for (const sha of [merged, head]) {
    insert("commits", {
      ...{
        repository_id,
        sha,
        parents: `["${before}"]`,
        tree: shaOf("t"),
        tools: isDeclared ? '["claude-code"]' : "[]",
      },
      ...{
        attribution: isDeclared ? "declared" : "undeclared",
        evidence: "[]",
        hints: "[]",
        agents_version: "2026-01-01",
      },
    });
  }
  const deployment = repository * 1_000_000 + number;
  const environment = "production";
  insert("deployments", {
    ...{ id: deployment, repository_id, sha: merged, environment, is_production: 1, is_transient: 0 },
    ...{ creator: "app", creator_kind: "app", ending: "production", ended_at: at + 60_000 },
  });
  insert("deployment_statuses", {
    deployment_id: deployment,
    state: "success",
    at: at + 60_000,
    environment,
  });
  insert("landings", {
    ...{ deployment_id: deployment, repository_id, at: at + 60_000, environment, channel: "", sha: merged },
    ...{ tree: shaOf("t"), reason: number === 1 ? "baseline" : null, is_linked: number === 1 ? 0 : 1 },
  });
  insert("arrivals", {
    repository_id,
    sha: merged,
    channel: "",
    position: number,
    deployment_id: deployment,
  });
}
