import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { fillGap } from "../../src/ingest/gap.ts";
import { openTestStores } from "../support/stores.ts";

/** The stores with a repository of each of two installations, and which of them a gap has read. */
async function filled(installationId?: number) {
  const stores = await openTestStores();
  await stores.installations.remember({ id: 2, installedAt: at(1) });
  await stores.repositories.remember({ ...SHOP, id: 8, installationId: 2, owner: "umbrella" });
  await stores.installations.remember({ id: 3, installedAt: at(1) });
  await stores.repositories.remember({ ...SHOP, id: 9, installationId: 3, owner: "initech" });
  await stores.installations.suspend(3, at(2));
  const gap = { since: at(4), ...(installationId && { installationId }) };
  await fillGap({ stores, log: pino({ level: "silent" }), clock: () => at(9) }, gap);
  return (await stores.backfills.list()).map(({ repositoryId, since }) => ({ repositoryId, since }));
}

describe("a gap", () => {
  it("of the whole server is read for every repository that may be read", async () => {
    expect(await filled()).toEqual([
      { repositoryId: 7, since: at(4) },
      { repositoryId: 8, since: at(4) },
    ]);
  });

  it("of an installation is read for its repositories, also when it is suspended until then", async () => {
    expect(await filled(2)).toEqual([{ repositoryId: 8, since: at(4) }]);
    expect(await filled(3)).toEqual([{ repositoryId: 9, since: at(4) }]);
  });
});
