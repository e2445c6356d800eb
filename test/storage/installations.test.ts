import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores } from "../../src/storage/stores.ts";
import { openTestStores, pullRequest } from "../support/stores.ts";

describe("installations", () => {
  it("keep the earliest date at which they were seen", async () => {
    const { installations } = await openTestStores();
    await installations.remember({ id: 1, installedAt: at(5) });
    expect((await installations.find(1))?.installedAt).toEqual(at(1));

    await installations.remember({ id: 1, installedAt: new Date(0) });
    expect(await installations.find(1)).toMatchObject({ installedAt: new Date(0) });
  });

  it("stand for an account by a hash that no other installation shares", async () => {
    const { installations } = await openTestStores();
    await installations.remember({ id: 2, installedAt: at(1) });

    const hash = await installations.computePseudonym(1, 4711);

    expect(hash).toMatch(/^[\w-]{43}$/);
    expect(await installations.computePseudonym(1, 4711)).toBe(hash);
    expect(await installations.computePseudonym(1, 4712)).not.toBe(hash);
    expect(await installations.computePseudonym(2, 4711)).not.toBe(hash);
  });

  it("are forgotten with everything that was stored of them", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
    const path = join(folder, "plimsoll.db");
    const stores = await openStores(`file:${path}`);
    await stores.installations.remember({ id: 1, installedAt: at(1) });
    await stores.repositories.remember({ ...SHOP, name: "secret-shop" });
    await stores.changes.save(pullRequest(1, { headSha: "secret-head" }));
    await stores.deliveries.saveAll([
      {
        id: "d",
        event: "x",
        installationId: 1,
        repositoryId: 7,
        payload: "secret-payload",
        receivedAt: at(1),
      },
    ]);

    await stores.installations.forget(1, at(9));
    await stores.close();

    // Closing folds the log into the file, and secure deletion leaves nothing in its free pages.
    const left = readFileSync(path, "latin1");
    rmSync(folder, { recursive: true });
    expect(left).not.toMatch(/secret-/);
  });
});
