import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { onInstallation } from "../../src/handlers/installation.ts";
import { octokit } from "../support/github.ts";
import { openTestStores, SHOP } from "../support/stores.ts";

const log = pino({ level: "silent" });

describe("an installation", () => {
  it.each([
    ["text", "2026-10-30T16:00:00Z"],
    ["seconds", Date.UTC(2026, 9, 30, 16) / 1000],
  ])("is dated by GitHub, which writes it as %s", async (_, created_at) => {
    const { installations } = await openTestStores();
    const payload = { action: "created" as const, installation: { id: 2, created_at } };
    await onInstallation({ installations })({ octokit, log, payload });

    expect((await installations.find(2))?.installedAt).toEqual(new Date("2026-10-30T16:00:00Z"));
  });

  it("that is removed leaves nothing", async () => {
    const { installations, repositories } = await openTestStores();
    const payload = { action: "deleted" as const, installation: { id: 1, created_at: 0 } };
    await onInstallation({ installations })({ octokit, log, payload });

    expect(await installations.find(1)).toBeUndefined();
    expect(await repositories.find(SHOP.id)).toBeUndefined();
  });
});
