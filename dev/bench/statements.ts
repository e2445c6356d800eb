/**
 * `npm run bench:statements`: the SQL statements of one deployment of 20 and of 2,000 commits.
 *
 * Pull requests of ten commits are merged, and deployed at once: to the whole repository, and to a service. Then the
 * whole repository goes back, and forward again. Prints the statements of each deployment, from the search for its range
 * to the marks on check runs, on SQLite and on PostgreSQL. Exits with 1 where they grow with the commits.
 */
import SqliteDatabase from "better-sqlite3";
import pg from "pg";
import { DEFAULT_RULES } from "../../src/domain/shipping/rules.ts";
import { openDatabase } from "../../src/storage/database.ts";
import type { SqlDatabase } from "../../src/storage/sql/handle.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { countPostgresStatements, countSqliteStatements, type StatementCounter } from "./count-statements.ts";
import { startPostgresDatabases } from "./postgres-databases.ts";
import { applyNext, commit, openStores, REPOSITORY, type Shop, saveDeployed, saveMerged } from "./shop.ts";

const [SMALL, LARGE] = [20, 2_000];
const MOST_RATIO = 1.2;
const PER_PULL = 10;
const START = Date.parse("2026-01-05T09:00Z");
const DAY = 86_400_000;
const SERVICE = { name: "api", environments: ["production-api"], paths: ["api/**"] };
const [WHOLE, API] = ["production", "production-api"];

/** The deployments, of the state before all pull requests or after them. */
const STEPS = [
  { name: "first deployment", environment: WHOLE, isBefore: true },
  { name: "first deployment of a service", environment: API, isBefore: true },
  { name: "deployment", environment: WHOLE, isBefore: false },
  { name: "deployment of a service", environment: API, isBefore: false },
  { name: "rollback", environment: WHOLE, isBefore: true },
  { name: "rollback of a service", environment: API, isBefore: true },
  { name: "fast-forward", environment: WHOLE, isBefore: false },
];

const databases = await startPostgresDatabases({ isDurable: false });
process.stdout.write("SQLite\n");
await compare(countSqliteStatements(SqliteDatabase), async () => openDatabase(":memory:").$sql);
process.stdout.write("PostgreSQL\n");
await compare(countPostgresStatements(pg.Client), async () => connectPostgres(await databases.create()));
await databases.stop();

/** Prints the statements of a few and of many commits, each in a database of its own. */
async function compare(statements: StatementCounter, open: () => Promise<SqlDatabase>): Promise<void> {
  const counts: number[][] = [];
  for (const commits of [SMALL, LARGE]) {
    const sql = await open();
    counts.push(await countFor(commits, sql, statements));
    await sql.close();
  }
  const [few = [], many = []] = counts;
  for (const [index, { name }] of STEPS.entries()) say(name, few[index] ?? 0, many[index] ?? 0);
  say("all", sum(few), sum(many));
}

/** The statements of each deployment, where so many commits are deployed at once. */
async function countFor(commits: number, sql: SqlDatabase, statements: StatementCounter): Promise<number[]> {
  const shop = await openStores(sql, new Date(START));
  const rules = { agents: [], prose: true, exclude: [], gitattributes: [], bots: [], timezone: "UTC" };
  await shop.rules.save(REPOSITORY.id, { ...DEFAULT_RULES, ...rules, services: [SERVICE] });
  const pulls = commits / PER_PULL;
  await shop.commits.save(REPOSITORY.id, [commit("m0", [])]);
  const merges = [];
  for (let number = 1; number <= pulls; number++) merges.push(await merge(shop, number));
  const counts: number[] = [];
  for (const [index, { environment, isBefore }] of STEPS.entries()) {
    const at = new Date(START + (index + 2) * DAY);
    await saveDeployed(shop, { id: index + 1, sha: isBefore ? "m0" : `m${pulls}`, environment, at });
    statements.count = 0;
    await applyNext(shop, { read: merges, at });
    counts.push(statements.count);
  }
  return counts;
}

/** Merges a pull request of some commits, and returns the merge commit. */
async function merge(shop: Shop, number: number) {
  const own = Array.from({ length: PER_PULL - 1 }, (_, index) => `c${number}.${index}`);
  const [before, merged] = [`m${number - 1}`, `m${number}`];
  await saveMerged(shop, { number, at: new Date(START + number), before, own, merged });
  return commit(merged, [before, own.at(-1) ?? before]);
}

function say(name: string, small: number, large: number): void {
  const ratio = large / small;
  if (ratio > MOST_RATIO) process.exitCode = 1;
  process.stdout.write(
    `${name}: ${small} statements with ${SMALL} commits, ${large} with ${LARGE}; ratio ${ratio.toFixed(2)}\n`,
  );
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
