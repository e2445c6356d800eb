import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { computeScopeDigest } from "../../src/digests/scope-digest.ts";
import { loadSite } from "../../src/digests/site.ts";
import { UNSAID } from "../../src/ingest/rules.ts";
import { renderDigest } from "../../src/render/digest/issue.ts";
import { renderSite } from "../../src/render/site/pages.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { deploy, merge } from "../support/ship.ts";
import { openTestStores, readChange } from "../support/stores.ts";

const [WEEK, NEXT] = ["2026-W45", "2026-W46"];
const REPOSITORIES = [SHOP, { ...SHOP, id: 8, name: "api" }, { ...SHOP, id: 9, name: "web" }];
const named = (...names: string[]) =>
  names.map((name) => ({ name, id: REPOSITORIES.find((each) => each.name === name)?.id ?? 0 }));

/** An organization of three repositories, in each of which five people ship on a day of each of two weeks. */
async function openOrganization(): Promise<Stores> {
  const stores = await openTestStores();
  for (const [place, repository] of REPOSITORIES.entries()) {
    await stores.repositories.remember(repository);
    await deploy(stores, 100 * place + 1, "m0", at(1), repository.id);
    for (const [week, day] of [3, 10].entries()) {
      for (let number = 1; number <= 5; number += 1) {
        const all = { repositoryId: repository.id, author: `builder-${place}-${number}` };
        await merge(stores, 5 * week + number, at(day, 8, number), all);
      }
      await deploy(stores, 100 * place + 10 + week, `m${5 * week + 5}`, at(day, 12), repository.id);
    }
  }
  return stores;
}

function digestOf(stores: Stores, week: string, visible?: ReadonlySet<string>) {
  const subject = { owner: "acme", repositories: REPOSITORIES, ...(visible && { visible }) };
  return computeDigest(stores, { ...subject, week, now: at(17) });
}

describe("the scopes in an organization's digest", () => {
  it("are those of the config, in alphabetical order", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(
      1,
      [
        { name: "web", repositories: named("web") },
        { name: "pay", repositories: [...named("shop", "api"), { name: "gone" }] },
      ],
      at(1),
    );
    const { body } = renderDigest(await digestOf(stores, WEEK), { installationId: 1, week: WEEK });

    expect(body.match(/<summary>2 scopes[\s\S]*?<\/details>/)?.[0]).toMatchInlineSnapshot(`
      "<summary>2 scopes</summary>

      | scope | repositories | total | AI-assisted | state |
      | --- | --: | --: | --: | --- |
      | \`pay\` | 2 of 3 | 10 | 10 | settled |
      | \`web\` | 1 | 5 | 5 | settled |

      In alphabetical order. A builder who shipped in two scopes on one day counts in both, and once above.

      </details>"
    `);
  });

  it("are in each week those of its end, whatever the config says later", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [{ name: "pay", repositories: named("shop") }], at(2));
    await stores.scopes.save(1, [{ name: "pay", repositories: named("shop", "api") }], at(10));
    const totals = async (week: string) => (await digestOf(stores, week)).scopes?.map(({ total }) => total);

    expect([await totals(WEEK), await totals(NEXT)]).toEqual([[5], [10]]);
    await stores.scopes.save(1, [], at(16));
    expect([await totals(WEEK), await totals(NEXT)]).toEqual([[5], [10]]);
  });

  it("have the changes that were judged to be in them at their merge, where they have parts", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [], at(1));
    const pay = { name: "pay", repositories: named("shop") };
    await stores.scopes.save(1, [pay, { name: "web", repositories: named("web") }], at(2));
    const totals = async (week: string) =>
      (await digestOf(stores, week)).scopes?.map(({ scope, total }) => [scope, total]);
    for (const number of [6, 7, 8, 9, 10]) {
      const read = readChange({ own: [`own-${number}`], readFrom: `${number}`, scopes: ["pay"] });
      await stores.changes.saveRead({ repositoryId: SHOP.id, id: `#${number}` }, read);
    }

    expect(await totals(WEEK)).toEqual([
      ["pay", 5],
      ["web", 5],
    ]);
    // From the middle of the first week on it has a part: what merged before was in it as a whole.
    await stores.scopes.save(1, [{ ...pay, paths: ["pay/**"] }], at(3, 8, 3));
    expect([await totals(WEEK), await totals(NEXT)]).toEqual([[["pay", null]], [["pay", 5]]]);
  });

  it("keep a repository that was renamed, and find one by name that has no id yet", async () => {
    const stores = await openOrganization();
    const repositories = [{ name: "old", id: 7 }, { name: "API" }];
    await stores.scopes.save(1, [{ name: "pay", repositories }], at(1));

    expect((await digestOf(stores, WEEK)).scopes).toMatchObject([{ repositories: 2, leftOut: 0, total: 10 }]);
  });

  it("have a repository once, however often and by whatever name the config has it", async () => {
    const stores = await openOrganization();
    const repositories = [...named("shop"), { name: "old", id: 7 }, { name: "gone" }, { name: "Gone" }];
    await stores.scopes.save(1, [{ name: "pay", repositories }], at(1));

    expect((await digestOf(stores, WEEK)).scopes).toMatchObject([{ repositories: 1, leftOut: 1, total: 5 }]);
  });

  it("have nothing of a repository that some reader may not see", async () => {
    const stores = await openOrganization();
    const scopes = [
      { name: "pay", repositories: named("shop", "api") },
      { name: "secret", repositories: named("api") },
    ];
    await stores.scopes.save(1, scopes, at(1));

    expect((await digestOf(stores, WEEK, new Set(["acme/shop", "acme/web"]))).scopes).toMatchObject([
      { scope: "pay", repositories: 1, leftOut: 1, total: null, aiAssisted: null },
    ]);
  });

  it("are on the organization's page of a site, in the week that it is about", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [{ name: "<b>pay</b>", repositories: named("shop") }], at(2));
    const now = at(17);
    const subject = { owner: "acme", repositories: REPOSITORIES };
    const digest = await digestOf(stores, NEXT);
    const site = await loadSite(stores, {
      subject,
      digest,
      first: WEEK,
      now,
      github: "https://g",
      notes: [],
    });
    const page = renderSite(site).get("index.html") ?? "";

    expect(site.main.weeks.map(({ scopes }) => scopes?.length)).toEqual([1, 1]);
    expect(page).toContain('<section id="scopes">\n<h2>1 scope</h2>');
    expect(page).toContain(
      '<th scope="row"><a href="repositories/scope--b-pay--b-.html">&#60;b&#62;pay&#60;/b&#62;</a></th><td>1</td><td>5</td><td>5</td>',
    );
    expect(page).toContain('<a href="#scopes">Scopes</a>');
    const own = renderSite(site).get("repositories/scope--b-pay--b-.html") ?? "";
    expect(own).toContain(`<title>Plimsoll · acme: &#60;b&#62;pay&#60;/b&#62; · ${NEXT}</title>`);
    expect(site.scopes?.map(({ weeks }) => weeks.map((each) => each.normalizedDeployments.total))).toEqual([
      [5, 5],
    ]);
  });
});

describe("the digest of a scope", () => {
  const paths = ["pay/**"];
  const subject = { owner: "acme", repositories: REPOSITORIES };

  function scopeOf(stores: Stores, scope: string, week = NEXT) {
    return computeScopeDigest(stores, { ...subject, scope, week, now: at(17) });
  }

  /** Says which scopes have changes of a repository. */
  async function judge(
    stores: Stores,
    scopes: readonly string[],
    { numbers, repositoryId = SHOP.id }: { numbers: readonly number[]; repositoryId?: number },
  ) {
    for (const number of numbers) {
      const read = readChange({ own: [`own-${number}`], readFrom: `${number}`, scopes });
      await stores.changes.saveRead({ repositoryId, id: `#${number}` }, read);
    }
  }

  it("has the sections of an organization's about its changes alone", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [{ name: "pay/web", repositories: named("shop", "api") }], at(1));
    const found = await scopeOf(stores, "pay/web");
    const digest = "digest" in found ? found.digest : undefined;

    expect(digest).toMatchObject({
      scope: "acme: pay/web",
      changes: { merged: 10, net: 10, declared: 10 },
      normalizedDeployments: { total: 10, aiAssisted: 10 },
      builders: { count: 10 },
      weeks: [
        { week: "2026-W44", total: 0 },
        { week: WEEK, total: 10 },
        { week: NEXT, total: 10 },
      ],
      repositories: [{ repository: "acme/api" }, { repository: "acme/shop" }],
    });
    expect(digest && renderDigest(digest, { installationId: 1, week: NEXT }).title).toContain(
      "acme: pay/web",
    );
  });

  it("of a part has no repository's part, and leaves out weeks in which it would tell of few", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [{ name: "pay", repositories: [], paths }], at(1));
    await judge(stores, ["pay"], { numbers: [1, 2, 6, 7, 8, 9, 10] });
    const found = await scopeOf(stores, "pay");

    expect("digest" in found && found.digest).toMatchObject({
      ...{ scope: "acme: pay", changes: { net: 5 }, normalizedDeployments: { total: 5 } },
      ...{
        repositories: [],
        zeros: [],
        weeks: [
          { week: "2026-W44", total: 0 },
          { week: NEXT, total: 5 },
        ],
      },
    });
    expect(await scopeOf(stores, "pay", WEEK)).toEqual({ isWithheld: true });
  });

  it("is none where the config of the week has no such scope", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [{ name: "pay", repositories: named("shop") }], at(1));

    expect(await scopeOf(stores, "web")).toEqual({ known: ["pay"] });
  });

  it("begins its usual range anew where its rule changes, and not where a repository gets its id", async () => {
    const stores = await openOrganization();
    const rangeSince = async () => {
      const found = await scopeOf(stores, "pay");
      return "digest" in found && found.digest.normalizedDeployments.learned;
    };
    await stores.scopes.save(1, [{ name: "pay", repositories: [{ name: "shop" }] }], at(1));
    await stores.scopes.save(1, [{ name: "pay", repositories: named("shop") }], at(9));
    const before = await rangeSince();
    await stores.scopes.save(1, [{ name: "pay", repositories: named("shop", "api") }], at(9, 1));

    expect([before, await rangeSince()]).toEqual([1, 0]);
  });

  it("is the same in a site, though a repository shipped by merging in an earlier week", async () => {
    const stores = await openOrganization();
    await stores.scopes.save(1, [{ name: "pay", repositories: [], paths }], at(1));
    const api = REPOSITORIES[1]?.id ?? 0;
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    for (const repositoryId of [SHOP.id, api]) await judge(stores, ["pay"], { numbers, repositoryId });
    await stores.rules.save(api, { ...UNSAID, ship: "merges", since: new Date(0) });
    await stores.rules.save(api, { ...UNSAID, ship: "deployments", since: at(9) });
    const digest = await digestOf(stores, NEXT);
    const about = { subject, digest, first: WEEK, now: at(17), github: "https://g", notes: [] };
    const { scopes } = await loadSite(stores, about);
    const alone = await Promise.all([WEEK, NEXT].map((week) => scopeOf(stores, "pay", week)));

    expect(scopes?.[0]?.weeks).toEqual(alone.flatMap((each) => ("digest" in each ? each.digest : [])));
    expect(alone.map((each) => "digest" in each && each.digest.normalizedDeployments.total)).toEqual([5, 10]);
  });

  it("warns only about its own repositories", async () => {
    const stores = await openOrganization();
    const scopes = ["api", "web"].map((name) => ({ name, repositories: named(name) }));
    await stores.scopes.save(1, scopes, at(1));
    const forced = { repositoryId: 9, before: "m6", after: "m5", isForced: true };
    await stores.pushes.save({ ...forced, commits: [], pusher: undefined, at: at(11) });
    const warningsOf = async (scope: string) => {
      const found = await scopeOf(stores, scope);
      return "digest" in found && found.digest.warnings;
    };

    expect([await warningsOf("api"), await warningsOf("web")]).toEqual([[], ["history-rewritten"]]);
  });

  it.each([
    ["waits", { number: 11, isDeployed: false, isEffective: true }],
    ["does not count", { number: 11, isDeployed: true, isEffective: false }],
  ])("of a part is the same with and without one person's change that %s", async (_, of) => {
    const worlds = ["pay", "other"].map(async (scope) => {
      const stores = await openOrganization();
      await stores.scopes.save(1, [{ name: "pay", repositories: [], paths }], at(1));
      await judge(stores, ["pay"], { numbers: [6, 7, 8, 9, 10] });
      await merge(stores, 11, at(11), { repositoryId: SHOP.id, author: "alone" });
      const { isEffective } = of;
      const read = readChange({ own: ["own-11"], readFrom: "11", scopes: [scope], isEffective });
      await stores.changes.saveRead({ repositoryId: SHOP.id, id: "#11" }, read);
      if (of.isDeployed) await deploy(stores, 11, "m11", at(12, 13), SHOP.id);
      return { own: await scopeOf(stores, "pay"), scopes: (await digestOf(stores, NEXT)).scopes };
    });
    const [inScope, outside] = await Promise.all(worlds);

    expect(inScope?.scopes).toMatchObject([{ scope: "pay", total: 5, pending: null }]);
    expect(inScope).toEqual(outside);
  });
});
