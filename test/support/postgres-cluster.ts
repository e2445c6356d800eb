import { randomUUID } from "node:crypto";
import type { TestProject } from "vitest/node";
import {
  type Cluster,
  startPostgres,
  withClient,
  withDatabase,
} from "../../dev/simulation/processes/postgres.ts";
import { migratePostgres } from "../../src/storage/postgres/migrate.ts";

const TEMPLATE = "plimsoll_template";

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

/**
 * Starts one PostgreSQL for all tests, with a migrated template that each test file copies (`newPostgresUrl`).
 *
 * It is the one of `PLIMSOLL_TEST_DATABASE_URL` if that is given, else one that is started from the local programs.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const cluster = findGiven() ?? (await startPostgres({ isQuick: true }));
  if (cluster === undefined) {
    process.stderr.write(
      "\nNO TEST RUNS ON POSTGRESQL: neither PLIMSOLL_TEST_DATABASE_URL nor a local PostgreSQL was found.\n\n",
    );
    return undefined;
  }
  project.provide("postgres", await addTemplate(cluster));
  return () => cluster.stop();
}

/** Makes the migrated template on a server. */
export async function addTemplate({ urlOf }: Pick<Cluster, "urlOf">): Promise<TestServer> {
  const template = `${TEMPLATE}_${randomUUID().slice(0, 8)}`;
  await withClient(urlOf("postgres"), (client) => client.query(`create database ${template}`));
  await migratePostgres(urlOf(template));
  return { url: urlOf("postgres"), template };
}

function findGiven(): Pick<Cluster, "urlOf" | "stop"> | undefined {
  const url = process.env.PLIMSOLL_TEST_DATABASE_URL;
  if (url === undefined) return undefined;
  return { urlOf: (database) => withDatabase(url, database), stop: async () => {} };
}

/** Makes a database with the tables of this version, in which nothing is, and returns its address. */
export async function newPostgresUrl({ url, template }: TestServer): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // A copy of files takes half of the time that the other strategy takes, which logs each page.
  await withClient(url, (client) =>
    client.query(`create database ${name} template ${template} strategy file_copy`),
  );
  return withDatabase(url, name);
}
