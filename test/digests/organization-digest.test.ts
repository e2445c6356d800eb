import nock from "nock";
import { type Logger, pino } from "pino";
import { Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { seatsOf } from "../../dev/simulation/examples/spend.ts";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createComputer } from "../../src/digests/computer.ts";
import { publishDueDigests } from "../../src/digests/weekly.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/domain/policy.ts";
import { NOTHING_DECLARED } from "../../src/domain/spend/declared.ts";
import type { Visibility } from "../../src/domain/visibility.ts";
import { readStatus } from "../../src/operations/status.ts";
import { statusText } from "../../src/operations/status-text.ts";
import { tallyIn } from "../../src/operations/tally-metrics.ts";
import type { StoredSettings } from "../../src/storage/settings.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { serveBoard } from "../support/board.ts";
import { octokit, useNock } from "../support/github.ts";
import { deploy, merge } from "../support/ship.ts";
import { openTestStores, settingsWith } from "../support/stores.ts";

const API_REPOSITORY = { ...SHOP, id: 8, name: "api" };
const REPORTS = { ...SHOP, id: 9, name: "reports" };
const digest = { ...DEFAULT_POLICY.digest, repository: "reports" };
const OWN = { ...DEFAULT_POLICY.digest, per: "repository" } as const;

/** Publishes what is due on the Monday after the week, with an owner's config that names a place. */
function publishDue(
  stores: Stores,
  now = at(9, 9),
  {
    place = "reports",
    log = pino({ level: "silent" }),
    registry = new Registry(),
  }: { place?: string | null; log?: Logger; registry?: Registry } = {},
): Promise<void> {
  return publishDueDigests({
    ...{ stores, log, clock: () => now },
    authenticate: async () => octokit,
    authenticateOwner: async () => octokit,
    settings: settingsWith({}, { digest: { ...digest, repository: place ?? undefined } }),
    compute: createComputer(stores),
    definitionUrl: undefined,
    tally: tallyIn(registry),
  });
}

/** Two repositories in which the same builder shipped on the same day, and one of them on another day too. */
async function openOrganization(): Promise<Stores> {
  const stores = await openTestStores();
  await stores.repositories.remember(API_REPOSITORY);
  await stores.settings.saveOwner(1, { policy: { ...DEFAULT_POLICY, digest }, timezone: "UTC" });
  for (const [index, { id }] of [SHOP, API_REPOSITORY].entries()) {
    await say(stores, id, { source: "owner" });
    await deploy(stores, 10 * index + 1, "m0", at(1), id);
    await merge(stores, 1, at(3, 8 + index), { repositoryId: id });
    await deploy(stores, 10 * index + 2, "m1", at(3, 12), id);
  }
  return stores;
}

/** Merges and deploys a declared change each for some more builders. */
async function mergeBy(stores: Stores, repositoryId: number, builders: number): Promise<void> {
  for (let number = 2; number <= builders; number += 1)
    await merge(stores, number, at(3, 12 + number), { repositoryId, author: `builder-${number}` });
  await deploy(stores, 100 + repositoryId, `m${builders}`, at(4), repositoryId);
}

function say(
  stores: Stores,
  id: number,
  { source, ...policy }: Pick<StoredSettings, "source"> & Partial<Policy>,
) {
  const said = { ...DEFAULT_POLICY, ...policy };
  return stores.settings.save(id, { source, policy: said, problem: undefined });
}

/** Answers who may read which repository. */
function serveVisibility(place: Visibility, others: Readonly<Record<number, Visibility>> = {}): void {
  const found = ({ id, name }: typeof SHOP, visibility: Visibility) => {
    return { id, name, owner: { login: "acme" }, visibility, private: visibility !== "public" };
  };
  nock(API).persist().get("/repos/acme/reports").optionally().reply(200, found(REPORTS, place));
  const all = [SHOP, API_REPOSITORY].flatMap((repository) => {
    const visibility = others[repository.id];
    return visibility === undefined ? [] : [found(repository, visibility)];
  });
  nock(API).persist().get("/orgs/acme/repos").query(true).optionally().reply(200, all);
}

describe("the digest of an organization", () => {
  useNock();

  it("is one issue in the repository that the owner's config names, in which a builder counts once a day", async () => {
    const stores = await openOrganization();
    serveVisibility("public", { 7: "public", 8: "public" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);
    await publishDue(stores);

    expect(board.writes).toEqual(["POST /labels", "POST /issues"]);
    expect(board.issues[0]?.title).toBe("Plimsoll · acme · 2026-W45");
    expect(board.issues[0]?.body).toContain(
      "### 1 normalized deployment in 2026-W45\n\n**AI-assisted share withheld**",
    );
    expect(board.issues[0]?.body).toContain("<!-- plimsoll:digest installation=1 week=2026-W45 -->");
    expect(board.issues[0]?.body.match(/\| `acme.*/g)).toEqual([
      "| `acme/api` | 1 | complete |",
      "| `acme/shop` | 1 | complete |",
    ]);
  });

  it("shows the scopes whose repositories every reader may know of, and costs no further write", async () => {
    const stores = await openOrganization();
    for (const { id } of [SHOP, API_REPOSITORY]) await mergeBy(stores, id, 6);
    const scope = (name: string, ...ids: number[]) => {
      return { name, repositories: ids.map((id) => ({ name: `repository ${id}`, id })) };
    };
    await stores.scopes.save(1, [scope("all", 7, 8), scope("hidden", 8), scope("open", 7)], at(1));
    serveVisibility("public", { 7: "public", 8: "private" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);
    await publishDue(stores);

    expect(board.writes).toEqual(["POST /labels", "POST /issues"]);
    expect(board.issues[0]?.body.match(/\| `(?!acme).*/g)).toMatchInlineSnapshot(`
      [
        "| \`all\` | 1 of 2 | withheld | withheld | complete |",
        "| \`open\` | 1 | 6 | 6 | complete |",
      ]
    `);
  });

  it("sets the gauges of its newest complete week as it is published", async () => {
    const registry = new Registry();
    const stores = await openOrganization();
    serveVisibility("public", { 7: "public", 8: "public" });
    serveBoard("acme/reports");
    await publishDue(stores, undefined, { registry });

    const lines = (await registry.metrics()).split("\n");
    expect(lines.filter((line) => line.startsWith("plimsoll_digest_normalized"))).toMatchInlineSnapshot(`
      [
        "plimsoll_digest_normalized_deployments{installation="1",repository=""} 1",
      ]
    `);
  });

  const LEVELS = ["public", "internal", "private"] as const;
  it.each(
    LEVELS.flatMap((place, reach) => LEVELS.map((shop, rank) => [place, shop, rank <= reach] as const)),
  )("in a %s repository names a %s one: %s", async (place, shop, isNamed) => {
    const stores = await openOrganization();
    serveVisibility(place, { 7: shop, 8: "public" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    const body = board.issues[0]?.body ?? "";
    expect([body.includes("acme/shop"), body.includes("acme/api")]).toEqual([isNamed, true]);
    expect(body.includes("1 repository not listed here.")).toBe(!isNamed);
  });

  it.each([
    ["public", "everybody may read this repository"],
    ["internal", "everybody in the enterprise may read this repository"],
    ["private", "the last four weeks are not all measured and complete"],
  ] as const)("in a %s repository withholds spend, since %s", async (place, why) => {
    const stores = await openOrganization();
    await stores.spendDeclarations.save(1, { ...NOTHING_DECLARED, seats: [seatsOf()] }, at(1));
    serveVisibility(place, { 7: "public", 8: "public" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    expect(board.issues[0]?.body).toContain(`Withheld: ${why}`);
  });

  it("says nothing of spend where none is known", async () => {
    const stores = await openOrganization();
    serveVisibility("private");
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    expect(board.issues[0]?.body).not.toContain("What AI tools cost");
  });

  it("takes a repository whose visibility GitHub does not tell for private", async () => {
    const stores = await openOrganization();
    serveVisibility("internal", { 8: "internal" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    expect(board.issues[0]?.body).not.toContain("acme/shop");
  });

  it("names a repository no longer once it is private, though nothing else changed", async () => {
    const stores = await openOrganization();
    serveVisibility("public", { 7: "public", 8: "public" });
    const board = serveBoard("acme/reports");
    await publishDue(stores);
    nock.cleanAll();

    serveVisibility("public", { 7: "private", 8: "public" });
    const again = serveBoard("acme/reports", ...board.issues);
    await publishDue(stores);

    expect(again.writes).toEqual(["PATCH /issues/1"]);
    expect(again.issues[0]?.body).not.toContain("acme/shop");
  });

  it("leaves out a repository that opted out", async () => {
    const stores = await openOrganization();
    await say(stores, 8, { source: "repository", digest: { ...digest, enabled: false } });
    serveVisibility("private");
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    expect(board.issues[0]?.body).toContain("1 repository");
    expect(board.issues[0]?.body).not.toContain("acme/api");
  });

  it("stands beside that of a repository whose own config asks for one, whose builders it must not expose", async () => {
    const stores = await openOrganization();
    await say(stores, 8, {
      source: "repository",
      digest: OWN,
      privacy: { floor: 5, strict: false, public: true },
    });
    serveVisibility("public", { 7: "public", 8: "public" });
    nock(API)
      .get("/repos/acme/api")
      .twice()
      .reply(200, { id: 8, name: "api", owner: { login: "acme" }, visibility: "public" });
    const [reports, own] = [serveBoard("acme/reports"), serveBoard("acme/api")];

    await publishDue(stores);

    expect([reports, own].map(({ issues }) => issues.map(({ title }) => title))).toEqual([
      ["Plimsoll · acme · 2026-W45"],
      ["Plimsoll · acme/api · 2026-W45"],
    ]);
    expect(own.issues[0]?.body).not.toMatch(/\d builder/);
  });

  it("H12: names no tool of a repository that not every reader may see, however many use it", async () => {
    const stores = await openOrganization();
    await mergeBy(stores, API_REPOSITORY.id, 6);
    serveVisibility("public", { 7: "public", 8: "private" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    expect(board.issues[0]?.body).toContain("(100\u00a0%) AI-assisted");
    expect(board.issues[0]?.body).not.toContain("Claude Code");
  });

  it("H12: tells of few builders no share and no tool, and says why and what to do", async () => {
    const stores = await openOrganization();
    serveVisibility("private", { 7: "private", 8: "private" });
    const board = serveBoard("acme/reports");

    await publishDue(stores);

    const body = board.issues[0]?.body ?? "";
    expect(body).toContain(
      "### 1 normalized deployment in 2026-W45\n\n**AI-assisted share withheld** for privacy: fewer than 5 builders shipped",
    );
    expect(body).not.toMatch(/Claude Code|Blue|AI declared|\| AI \|/);
    expect(body.match(/- Fewer than.*/g)).toEqual([
      "- Fewer than 5 builders shipped: the AI-assisted share, the tools and the comparison are withheld.",
    ]);
  });

  it("H12: leaves no share of few builders between it and what a repository publishes itself", async () => {
    const stores = await openOrganization();
    await mergeBy(stores, SHOP.id, 6);
    await say(stores, SHOP.id, { source: "repository", digest: OWN });
    serveVisibility("public", { 7: "public", 8: "public" });
    const [reports, own] = [serveBoard("acme/reports"), serveBoard("acme/shop")];

    await publishDue(stores);

    expect(reports.issues[0]?.body).toContain("AI-assisted");
    expect(own.issues[0]?.body).toContain("AI-assisted share withheld");
    expect(own.issues[0]?.body).toContain(
      "- Beside the organization's digest this would tell of too few builders in other repositories: the AI-assisted share, the tools and the comparison are withheld.",
    );
  });

  it.each([
    ["reports", "digest.repository: acme/reports is not there, or the app is not installed on it"],
    ["other/reports", "digest.repository: other/reports is not one of acme's repositories"],
  ])(
    "is not published in %s, where the app is not installed or another owner's is, and that is kept until it is mended",
    async (place, problem) => {
      const stores = await openOrganization();
      const lines: string[] = [];
      const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });
      if (place === "reports") nock(API).get("/repos/acme/reports").times(2).reply(404);

      await publishDue(stores, at(9, 9), { place, log });
      await publishDue(stores, at(9, 10), { place, log });

      expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ installationId: 1, problem }]);
      expect((await readStatus(stores)).digestProblems).toEqual([
        { owner: "acme", problem, since: at(9, 9) },
      ]);
      expect(statusText(await readStatus(stores), at(9, 11))).toContain(
        `\n  acme  since 2026-11-09 09:00  ${problem}`,
      );

      serveVisibility("public");
      serveBoard("acme/reports");
      await publishDue(stores, at(9, 12));
      expect((await readStatus(stores)).digestProblems).toEqual([]);
    },
  );

  it("has no problem any more once its config names no place", async () => {
    const stores = await openOrganization();
    await stores.installations.saveDigestProblem(1, "digest.repository: acme/x is not there", at(9));

    await publishDue(stores, at(2), { place: null });
    expect((await readStatus(stores)).digestProblems).toEqual([]);
  });
});
