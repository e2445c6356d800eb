import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { tell } from "../support/tell.ts";
import { richWeek } from "./rich-week.ts";

async function storeOfRichWeek(): Promise<string> {
  const file = newPath("plimsoll.db");
  const stores = openStores(`file:${file}`, { pseudonymKey: {} });
  await stores.installations.remember({ id: SHOP.installationId, installedAt: at(1) });
  await stores.repositories.remember(SHOP);
  await tell(stores, richWeek().history());
  stores.close();
  return file;
}

describe("a digest without a week", () => {
  it("is that of the newest complete week", async () => {
    const file = await storeOfRichWeek();
    for (const scope of ["acme/shop", "acme"]) {
      const { status, stdout, stderr } = await runHere(file, "digest", scope, "--json");
      const { week, state, weeks } = JSON.parse(stdout);

      expect({ status, stderr, state: state === "open" }).toEqual({ status: 0, stderr: "", state: false });
      expect(week > "2026-W45").toBe(true);
      expect(weeks.at(-1).week).toBe(week);
      const named = await runHere(file, "digest", scope, "--week", week, "--json");
      expect(named.stdout).toBe(stdout);
      expect((await runHere(file, "digest", scope)).stdout).toContain(week);
    }
  });
});
