import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { DEFINITION } from "../../src/domain/metric/definition.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { openStores } from "../../src/storage/stores.ts";

/** A store in a file, which `fill` writes to as whatever version it likes. */
function stored(fill: (database: ReturnType<typeof openDatabase>) => void): string {
  const url = `file:${newPath("plimsoll.db")}`;
  const database = openDatabase(url);
  fill(database);
  database.$client.close();
  return url;
}

const installed = "insert into installations (id, installed_at, builder_key) values (1, 0, 'key')";

describe("a change of the definition", () => {
  it("is none in a store that holds nothing yet, whenever it is opened again", async () => {
    const url = stored(() => {});
    await (await openStores(url, { now: at(2) })).close();
    const stores = await openStores(url, { now: at(9) });

    expect(await stores.histories.listDefinitionChanges()).toEqual([]);
    await stores.close();
  });

  it("is kept once, where an earlier version filled the store", async () => {
    const url = stored(({ $client: client }) => client.exec(installed));
    await (await openStores(url, { now: at(2) })).close();
    const stores = await openStores(url, { now: at(9) });

    expect(await stores.histories.listDefinitionChanges()).toEqual([
      { from: 1, to: DEFINITION, since: at(2) },
    ]);
    await stores.close();
  });

  it("follows those that are known", async () => {
    const url = stored(({ $client: client }) => {
      client.exec(installed);
      client.exec(`insert into definitions (number, since) values (${DEFINITION - 1}, 0)`);
    });
    const stores = await openStores(url, { now: at(9) });

    expect(await stores.histories.listDefinitionChanges()).toEqual([
      { from: DEFINITION - 1, to: DEFINITION, since: at(9) },
    ]);
    await stores.close();
  });
});
