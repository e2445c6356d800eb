import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newPath, runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores } from "../../src/storage/stores.ts";
import { pullRequest } from "../support/stores.ts";

const COMMANDS = [
  ["status"],
  ["status", "--json"],
  ["digest", "acme/shop", "--week", "2026-W45"],
  ["digest", "acme/shop"],
  ["explain", "acme/shop#1"],
];

describe("commands that only read", () => {
  it("leave the store as it is", async () => {
    const file = newPath("plimsoll.db");
    const stores = await openStores(`file:${file}`, { pseudonymKey: {} });
    await stores.installations.remember({ id: SHOP.installationId, installedAt: at(1) });
    await stores.repositories.remember(SHOP);
    const merged = { state: "merged", mergeSha: "m1", mergedAt: at(3), updatedAt: at(3) } as const;
    await stores.changes.save(pullRequest(1, merged));
    await stores.close();
    const before = readFileSync(file);

    for (const command of COMMANDS) {
      const { status, stderr } = await runCli(file, ...command);
      expect([command, status, stderr]).toEqual([command, 0, ""]);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
