import { copyStore } from "../../src/storage/copy/copy-store.ts";
import { openStore } from "../../src/storage/open-store.ts";
import { migratePostgres } from "../../src/storage/postgres/migrate.ts";
import { connectPostgres } from "../../src/storage/sql/postgres.ts";
import { startPostgres, withClient } from "../simulation/processes/postgres.ts";

/** A PostgreSQL server of a bench. */
interface PostgresDatabases {
  /** Makes a database with the tables of this version, and returns its address. */
  create(): Promise<string>;
  /** Makes one with all that is in the store of a file, and returns its address. */
  copy(file: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL from the local programs. Throws where there are none. A durable one waits for the disk at each commit. */
export async function startPostgresDatabases({
  isDurable,
}: {
  readonly isDurable: boolean;
}): Promise<PostgresDatabases> {
  const cluster = await startPostgres({ isQuick: !isDurable });
  if (cluster === undefined) throw new Error("there is no PostgreSQL: install Debian's package postgresql");
  let databases = 0;
  const create = async () => {
    const name = `bench_${++databases}`;
    await withClient(cluster.urlOf("postgres"), (client) => client.query(`create database ${name}`));
    const url = cluster.urlOf(name);
    await migratePostgres(url);
    return url;
  };
  return {
    create,
    async copy(file) {
      const url = await create();
      const [source, target] = [await openStore(file, "read"), connectPostgres(url)];
      await copyStore(source.sql, target);
      await Promise.all([source.close(), target.close()]);
      await withClient(url, (client) => client.query("vacuum analyze"));
      return url;
    },
    stop: cluster.stop,
  };
}
