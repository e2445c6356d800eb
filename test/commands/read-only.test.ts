import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runCli } from "../../dev/simulation/processes/cli.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { openStores } from "../../src/storage/stores.ts";
import { runHere } from "../support/command-line.ts";
import { newStore, pullRequest } from "../support/stores.ts";

const COMMANDS = [
  { run: runHere, args: ["status"] },
  { run: runHere, args: ["status", "--json"] },
  { run: runHere, args: ["digest", "acme/shop", "--week", "2026-W45"] },
  { run: runCli, args: ["digest", "acme/shop"] },
  { run: runCli, args: ["explain", "acme/shop#1"] },
];

describe("commands that only read", () => {
  it("leave the store as it is", async () => {
    const file = newStore();
    const stores = await openStores(`file:${file}`, { pseudonymKey: {} });
    await stores.installations.remember({ id: SHOP.installationId, installedAt: at(1) });
    await stores.repositories.remember(SHOP);
    const merged = { state: "merged", mergeSha: "m1", mergedAt: at(3), updatedAt: at(3) } as const;
    await stores.changes.save(pullRequest(1, merged));
    await stores.close();
    const before = readFileSync(file);

    for (const { run, args } of COMMANDS) {
      const { status, stderr } = await run(file, ...args);
      expect([args, status, stderr]).toEqual([args, 0, ""]);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
