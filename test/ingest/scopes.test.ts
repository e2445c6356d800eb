import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { account, pullRequestPayload } from "../../dev/simulation/world/payloads.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { serveCommits, type WorldCommit } from "../../dev/simulation/world/world.ts";
import type { DatedScopes, NamedScope } from "../../src/domain/scopes/named-scopes.ts";
import { onPullRequest } from "../../src/ingest/events/pull-request.ts";
import { readAgain } from "../../src/ingest/read-again.ts";
import { UNSAID } from "../../src/ingest/rules.ts";
import type { SettingsSource } from "../../src/ingest/settings.ts";
import { createSettingsSource } from "../../src/ingest/settings-source.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";
import { serveTree } from "../support/tree.ts";

const log = pino({ level: "silent" });
const YML = ".github/plimsoll.yml";
const OWNERS = "acme/.github";
const WORLD = new Map<string, WorldCommit>([
  ["base", { parents: [], message: "Begin" }],
  ["pay", { parents: ["base"], message: "Work", files: ["pay/a.ts", "web/README.md"] }],
  ["api", { parents: ["base"], message: "Work", files: ["api/b.ts"] }],
]);
const SERVICES = [{ name: "api", environments: ["prod-api"], paths: ["api/**"] }];

const scope = (rest: Partial<NamedScope>): NamedScope => ({ name: "team", repositories: [], ...rest });
const since = (day: number, ...scopes: readonly NamedScope[]): DatedScopes => ({ since: at(day), scopes });

/** Settings with the scopes of some times, and the `CODEOWNERS` of all times. */
async function settingsOf(scopes: readonly DatedScopes[]): Promise<SettingsSource> {
  const codeowners = [{ since: new Date(0), lines: [{ pattern: "pay/", teams: ["@acme/pay"] }] }];
  const source = settingsWith({ services: SERVICES });
  return { ...source, load: async (...of) => ({ ...(await source.load(...of)), scopes, codeowners }) };
}

/** Merges the pull request on the 5th, and tells which scopes have it. */
async function mergedInto(stores: Stores, head: string, settings: SettingsSource, day = 5) {
  serveCommits(WORLD);
  const handler = onPullRequest(stores, { clock: () => at(9), onStale: () => {}, settings });
  const merge = { merge: { sha: "m", by: account(2) } };
  const payload = pullRequestPayload({ number: 1, base: "base", head, updatedAt: at(day), ...merge });
  await handler({ octokit, payload, log, receivedAt: at(day) });
  const { changes } = await stores.histories.loadAround(SHOP.id, ["#1"]);
  return changes.find(({ id }) => id === "#1")?.scopes;
}

async function scopesOf(head: string, ...dated: readonly DatedScopes[]) {
  return mergedInto(await openTestStores(), head, await settingsOf(dated));
}

describe("a change is in the scopes", () => {
  useNock();

  it("that have a path, a service, or a team of one of its files that count", async () => {
    const all = since(
      1,
      scope({ name: "paths", paths: ["pay/**", "web/**"] }),
      scope({ name: "web", paths: ["web/**"] }),
      scope({ name: "api", services: ["api"], paths: ["none/**"] }),
      scope({ name: "team", codeowners: ["@acme/pay", "@acme/ops"] }),
      scope({ name: "ops", codeowners: ["@acme/ops"] }),
    );

    expect(await scopesOf("pay", all)).toEqual(["paths", "team"]);
    expect(await scopesOf("api", all)).toEqual(["api"]);
  });

  it("of its repository, by its id or by its name, and of whole repositories without being told so", async () => {
    const paths = ["pay/**"];
    const all = since(
      1,
      scope({ name: "id", repositories: [{ name: "old", id: SHOP.id }], paths }),
      scope({ name: "name", repositories: [{ name: "Shop" }], paths }),
      scope({ name: "other", repositories: [{ name: "api", id: 8 }], paths }),
      scope({ name: "whole", repositories: [{ name: "shop", id: SHOP.id }] }),
    );

    expect(await scopesOf("pay", all)).toEqual(["id", "name"]);
    expect(await scopesOf("api", all)).toBeUndefined();
  });

  it("in force at its merge, whatever the config says before and after", async () => {
    const named = (name: string) => scope({ name, paths: ["pay/**"] });

    expect(await scopesOf("pay", since(1, named("a")), since(5, named("b")), since(6))).toEqual(["a"]);
    expect(await scopesOf("pay", since(1), since(4, named("b")))).toEqual(["b"]);
    expect(await scopesOf("pay", since(1), since(6, named("b")))).toBeUndefined();
  });

  it("also where the config is known only after it was read: then it is read again", async () => {
    const stores = await openTestStores();
    const known = [since(1), since(4, scope({ paths: ["pay/**"] }))];
    const late = await mergedInto(stores, "pay", await settingsOf(known.slice(0, 1)));

    expect([late, await mergedInto(stores, "pay", await settingsOf(known))]).toEqual([undefined, ["team"]]);
  });

  it("also where the config becomes known while it is read: then it is read again at once", async () => {
    const stores = await openTestStores();
    await stores.scopes.save(1, [], new Date(0));
    const before = await settingsOf(await stores.scopes.list(1));
    const load: SettingsSource["load"] = async (...of) => {
      const settings = await before.load(...of);
      await stores.scopes.save(1, [scope({ paths: ["pay/**"] })], at(4));
      return settings;
    };
    const isDue = () => stores.unread.findNextDue(at(9), { busyRepositories: [], isUrgentOnly: true });

    expect(await mergedInto(stores, "pay", { ...before, load })).toBeUndefined();
    const noted = await isDue();
    expect(noted).toMatchObject({ kind: "change", name: "#1" });
    const settings = { ...(await before.load(octokit, SHOP)), scopes: await stores.scopes.list(1) };
    if (noted) await readAgain(octokit, stores, { repository: SHOP, settings, noted, now: at(9) });
    const { changes } = await stores.histories.loadAround(SHOP.id, ["#1"]);
    expect([changes[0]?.scopes, await isDue()]).toEqual([["team"], undefined]);
  });
});

describe("what decides about scopes", () => {
  useNock();

  const config = (team: string) => `scopes: { pay: { repositories: [shop], codeowners: ['@acme/${team}'] } }`;

  async function open() {
    const stores = await openTestStores();
    const clock = { now: at(9) };
    const source = createSettingsSource(stores, {
      log,
      clock: () => clock.now,
      authenticateOwner: async () => octokit,
    });
    return { stores, source, clock };
  }

  it("is CODEOWNERS of each time, without people, also before a config names a team", async () => {
    const { stores, source, clock } = await open();
    for (const text of ["ship: auto", config("pay")]) serveTree({ [YML]: text }, { repository: OWNERS });
    serveTree({ [YML]: "ship: auto", CODEOWNERS: "* @acme/pay" });
    serveTree({
      [YML]: "ship: auto",
      ".github/CODEOWNERS": "* @octocat\n/pay @acme/pay @octocat\n",
      CODEOWNERS: "*",
    });
    await source.loadOwner(SHOP);
    await source.load(octokit, SHOP);
    clock.now = at(9, 0, 20);
    await source.loadOwner(SHOP);
    clock.now = at(9, 0, 40);
    const { scopes, codeowners } = await source.load(octokit, SHOP);

    expect(scopes?.map((each) => each.scopes.length)).toEqual([0, 1]);
    expect(codeowners).toEqual([
      { since: new Date(0), lines: [{ pattern: "*", teams: ["@acme/pay"] }] },
      { since: at(9, 0, 40), lines: [{ pattern: "/pay", teams: ["@acme/pay"] }] },
    ]);
    expect(JSON.stringify(await stores.codeOwners.list(SHOP.id))).not.toContain("octocat");
  });

  it("is the same in whatever order the first pushes are received", async () => {
    const texts = ["exclude: ['pay/**']", "exclude: []"];
    const keptBy = async (order: readonly number[]) => {
      const { stores, source } = await open();
      for (const day of order) {
        serveTree({ [YML]: texts[day - 1] ?? "", CODEOWNERS: `/${day} @acme/pay` }, { ref: `c${day}` });
        await source.reload(octokit, SHOP, { sha: `c${day}`, at: at(day), heardAt: at(9) });
      }
      const rules = (await stores.rules.list(SHOP.id)).map((each) => [each.since, each.exclude]);
      return { rules, owners: await stores.codeOwners.list(SHOP.id) };
    };
    const inOrder = await keptBy([1, 2]);

    expect(inOrder.rules).toEqual([
      [new Date(0), ["pay/**"]],
      [at(2), []],
    ]);
    expect(await keptBy([2, 1])).toEqual(inOrder);
  });

  it("is nothing from before a push that names the first scope", async () => {
    const { stores, source } = await open();
    const owners = { ...SHOP, id: 9, name: ".github" };
    for (const each of [SHOP, owners]) await stores.repositories.remember(each);
    serveTree({ [YML]: config("pay") }, { repository: OWNERS, ref: "c" });
    await source.reload(octokit, owners, { sha: "c", at: at(8), heardAt: at(8) });

    expect((await stores.scopes.list(1)).map((each) => [each.since, each.scopes.length])).toEqual([
      [new Date(0), 0],
      [at(8), 1],
    ]);
  });

  it("is told with its place where no repository has the service or the team", async () => {
    const { stores, source } = await open();
    const owners = { ...SHOP, id: 9, name: ".github" };
    const text = `scopes:
  pay: { services: [api, gone], codeowners: ['@acme/pay', '@acme/gone'] }
  other: { repositories: [.github], services: [web] }
`;
    const lines = [{ pattern: "pay/", teams: ["@acme/pay"] }];
    for (const each of [SHOP, owners]) await stores.repositories.remember(each);
    await stores.rules.save(SHOP.id, { ...UNSAID, services: SERVICES });
    await stores.codeOwners.save(SHOP.id, { since: at(1), lines });
    serveTree({ [YML]: text }, { repository: OWNERS });

    expect((await source.load(octokit, owners)).scopeWarnings).toEqual([
      `${YML}:2:26: scopes.pay.services.1: "gone": no config of its repositories has a service of this name`,
      `${YML}:2:59: scopes.pay.codeowners.1: "@acme/gone": no CODEOWNERS of its repositories that was read names this team`,
      `${YML}:3:48: scopes.other.services.0: "web": no config of its repositories has a service of this name`,
    ]);
  });
});
