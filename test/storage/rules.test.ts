import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores } from "../../src/storage/stores.ts";
import { NO_RULES } from "../support/stores.ts";

describe("rules that version 0.1 kept", () => {
  it("R21: say what the root's `.gitattributes` said, and are no other than those that say it today", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "plimsoll.db");
    const stores = await openStores(`file:${file}`);
    await stores.installations.remember({ id: 1, installedAt: at(1) });
    await stores.repositories.remember(SHOP);
    await stores.rules.save(SHOP.id, { ...NO_RULES, since: at(1) });
    const database = new Database(file);
    const kept = "\uFEFF*.gen text linguist-generated\r\n# linguist-vendored\n[a]* !linguist-generated\r";
    database.prepare("update rules set gitattributes = ?").run(kept);
    database.close();
    const said = {
      ...NO_RULES,
      gitattributes: [{ folder: "", lines: ["*.gen linguist-generated", "[a]* !linguist-generated"] }],
    };

    expect(await stores.rules.list(SHOP.id)).toEqual([{ ...said, since: new Date(0) }]);
    await stores.rules.save(SHOP.id, { ...said, since: at(2) });
    expect(await stores.rules.list(SHOP.id)).toHaveLength(1);
    await stores.rules.save(SHOP.id, { ...said, since: at(3), gitattributes: [] });
    await stores.rules.save(SHOP.id, { ...said, since: at(4) });
    expect((await stores.rules.list(SHOP.id)).map(({ gitattributes }) => gitattributes)).toEqual([
      said.gitattributes,
      [],
      said.gitattributes,
    ]);
    await stores.close();
  });
});
