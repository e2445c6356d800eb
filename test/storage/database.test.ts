import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { openStores } from "../../src/storage/stores.ts";

describe("a new database", () => {
  it("can be read by its owner only, and so can what SQLite keeps beside it", async () => {
    const path = newPath("plimsoll.db");
    const stores = await openStores(`file:${path}`);
    const modes = readdirSync(dirname(path)).map((name) => statSync(join(dirname(path), name)).mode & 0o777);
    await stores.close();

    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });
});
