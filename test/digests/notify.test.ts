import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { publicationOf } from "../../dev/simulation/examples/publication.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { alertSpend } from "../../src/digests/alert-spend.ts";
import { createComputer } from "../../src/digests/computer.ts";
import type { NotifyOptions } from "../../src/digests/digest-options.ts";
import { publishDigest } from "../../src/digests/publish.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { DEFAULT_POLICY } from "../../src/domain/policy.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import type { SpendFact } from "../../src/domain/spend/fact.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const NOTIFY: NotifyOptions = { owner: undefined, webOrigin: "https://github.com" };
const WANTED = { digest: true, alerts: true, format: "slack" } as const;

function optionsAt(stores: Stores, now: Date, notify: NotifyOptions | undefined) {
  return {
    ...{ stores, notify, clock: () => now, log: pino({ level: "silent" }), settings: settingsWith() },
    authenticate: async () => octokit,
    authenticateOwner: async () => octokit,
    compute: createComputer(stores),
    definitionUrl: undefined,
  };
}

/** Stores whose configs ask for notifications. */
async function openAsking(wanted: typeof DEFAULT_POLICY.notify = WANTED): Promise<Stores> {
  const stores = await openTestStores();
  const policy = { ...DEFAULT_POLICY, notify: wanted };
  await stores.settings.save(SHOP.id, { source: "repository", policy, problem: undefined });
  await stores.settings.saveOwner(1, { policy, timezone: "UTC" });
  return stores;
}

interface Published {
  readonly week?: string;
  readonly now?: Date;
  readonly notify?: NotifyOptions | undefined;
}

async function publish(stores: Stores, { week = "2026-W45", now = at(9, 9), ...rest }: Published = {}) {
  const publication = await publicationOf(stores, { repository: SHOP, week, now, isPublic: true });
  const { notify } = { notify: NOTIFY, ...rest };
  return publishDigest(optionsAt(stores, now, notify), publication);
}

/** Takes all notifications that wait, as if they were sent. */
async function takeAll(stores: Stores) {
  const taken = [];
  for (;;) {
    const due = await stores.notifications.nextDue(at(28));
    if (due === undefined) return taken;
    taken.push({ ...due, message: due.readMessage() });
    await stores.notifications.markSent(due.id, at(28));
  }
}

/** Reads a source that has so many dollars on a day of November 2026. */
async function spend(stores: Stores, day: number, dollars: number): Promise<void> {
  const date = at(day).toISOString().slice(0, 10);
  const fact: SpendFact = {
    ...{ day: date, tool: "cursor", charge: "usage", scope: "", currency: "USD" },
    amount: BigInt(dollars) * 1_000_000n,
  };
  const source = { name: "bill", kind: "csv", basis: "estimate", settlesAfterDays: 0 } as const;
  const reading = { readAt: at(20), days: new Map([[date, [fact]]]), readThrough: date };
  await stores.spend.save(1, { source, reading });
}

describe("a notification of a digest", () => {
  useNock();

  it("is recorded only where the operator has an address and a config asks for it", async () => {
    serveBoard("acme/shop");
    const refusing = await openAsking({ ...WANTED, digest: false });
    await publish(refusing);
    expect(await takeAll(refusing)).toEqual([]);

    const asking = await openAsking();
    await publish(asking, { notify: undefined });
    expect(await takeAll(asking)).toEqual([]);
    await publish(asking);
    expect(await takeAll(asking)).toMatchObject([
      {
        format: "slack",
        message: {
          kind: "digest",
          title: "Plimsoll · acme/shop · 2026-W45",
          url: "https://github.com/acme/shop/issues/1",
        },
      },
    ]);
  });

  it("is one a digest, however often its issue is written, and none of an older one", async () => {
    const stores = await openAsking();
    serveBoard("acme/shop");
    await publish(stores);
    await publish(stores, { now: at(10, 9) });
    await publish(stores, { week: "2026-W46", now: at(16, 9) });
    await publish(stores, { now: at(16, 9) });

    const titles = (await takeAll(stores)).map(({ message: { title } }) => title);
    expect(titles).toEqual(["Plimsoll · acme/shop · 2026-W45", "Plimsoll · acme/shop · 2026-W46"]);
    await publish(stores, { week: "2026-W46", now: at(16, 10) });
    expect(await takeAll(stores)).toEqual([]);
  });

  it("is of the owner that the operator names, or of the only one", async () => {
    serveBoard("acme/shop");
    const countFor = async (stores: Stores, owner: string | undefined) => {
      await publishDueDigests(optionsAt(stores, at(9, 9), { ...NOTIFY, owner }));
      return (await takeAll(stores)).length;
    };
    const stores = await openAsking();
    await deploy(stores, 1, "m0", at(3));
    expect(await countFor(stores, "other")).toBe(0);
    await stores.installations.remember({ id: 2, installedAt: at(9) });
    const elsewhere = { id: 8, installationId: 2, owner: "other", name: "tool" };
    await stores.repositories.remember(elsewhere);

    expect(await countFor(stores, undefined)).toBe(0);
    expect(await countFor(stores, "ACME")).toBe(1);
  });
});

describe("the owner of notifications", () => {
  useNock();

  /** Publishes the digests of two installations, of which the first one is suspended. Returns the titles, and the log. */
  async function publishOfTwo(owner: string | undefined) {
    serveBoard("acme/shop");
    const stores = await openAsking();
    await deploy(stores, 1, "m0", at(3));
    await stores.installations.remember({ id: 2, installedAt: at(2) });
    await stores.repositories.remember({ id: 8, installationId: 2, owner: "other", name: "tool" });
    await stores.installations.suspend(2, at(2));
    const lines: string[] = [];
    const log = pino({ level: "warn" }, { write: (line: string) => lines.push(line) });
    await publishDueDigests({ ...optionsAt(stores, at(9, 9), { ...NOTIFY, owner }), log });
    return { number: (await takeAll(stores)).length, log: lines.join("") };
  }

  it("is nobody where another one is only suspended: its chat gets no digest of a stranger", async () => {
    const { number, log } = await publishOfTwo(undefined);

    expect(number).toBe(0);
    expect(log).toContain("set NOTIFY_OWNER");
  });

  it("is missed in the log where the operator names nobody for whom the app works", async () => {
    expect((await publishOfTwo("other")).log).toContain("the app does not work for NOTIFY_OWNER");
    expect((await publishOfTwo("acne")).log).toContain("the app does not work for NOTIFY_OWNER");
    expect(await publishOfTwo("Acme")).toEqual({ number: 1, log: "" });
  });
});

describe("a notification of alerts", () => {
  it("is one for each finding, at most once a day, and needs no digest", async () => {
    const stores = await openAsking();
    const budget = { name: "AI <!channel>", amount: "1000", currency: "USD", perDay: undefined } as const;
    const budgets = [{ ...budget, per: "month", alertAt: [50, 100] } as const];
    await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, budgets }, at(1));
    const alert = (now: Date) =>
      alertSpend(optionsAt(stores, now, NOTIFY), { installationId: 1, owner: "acme", series: undefined });

    await spend(stores, 3, 600);
    await alert(at(5));
    await alert(at(5, 1));
    await spend(stores, 4, 600);
    await alert(at(5, 2));
    expect(await takeAll(stores)).toMatchObject([
      { message: { kind: "alert", lines: [expect.stringContaining("passes 50 %")] } },
    ]);

    await alert(at(6, 3));
    await alert(at(9));
    expect(await takeAll(stores)).toMatchObject([
      { message: { lines: [expect.stringContaining("passes 100 %")] } },
    ]);
  });
});
