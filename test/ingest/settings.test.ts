import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { at } from "../../dev/simulation/world/history.ts";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import type { StoredRules } from "../../src/domain/records/rules.ts";
import { TooEarlyError } from "../../src/github/when.ts";
import { createSettingsSource } from "../../src/ingest/settings-source.ts";
import type { Stores } from "../../src/storage/stores.ts";
import { octokit, useNock } from "../support/github.ts";
import { openTestStores, pullRequest } from "../support/stores.ts";
import { serveNoTree, serveTree, treePath } from "../support/tree.ts";

const YML = ".github/plimsoll.yml";
const YAML = ".github/plimsoll.yaml";
const OWNERS = "acme/.github";
const CODER = "agents: { coder: { name: Acme Coder, logins: ['coder[bot]'] } }";

/** Answers with a config alone, once. */
function serve(config: string): void {
  serveTree({ [YML]: config });
}

async function openSource() {
  const stores = await openTestStores();
  const clock = { now: at(9) };
  return { stores, source: openSourceOn(stores, clock), clock };
}

/** The source of another server of the same store. */
function openSourceOn(stores: Stores, clock: { readonly now: Date }) {
  return createSettingsSource(stores, {
    log: pino({ level: "silent" }),
    clock: () => clock.now,
    authenticateOwner: async () => octokit,
  });
}

/** Asks for the rules of the shop at some minutes of the 9th, and tells something of them each time. */
async function askAt<Told>(minutes: readonly number[], tell: (rules: StoredRules) => Told): Promise<Told[]> {
  const { source, clock } = await openSource();
  const told: Told[] = [];
  for (const minute of minutes) {
    clock.now = at(9, 0, minute);
    told.push(tell((await source.load(octokit, SHOP)).current));
  }
  return told;
}

const agentIds = ({ agents }: StoredRules) => agents.map(({ id }) => id);

describe("the settings of a repository", () => {
  useNock();

  it("are what its config says, read again after ten minutes", async () => {
    serve(CODER);
    serve(CODER.replace("coder:", "drafter:"));

    expect(await askAt([0, 9, 10], agentIds)).toEqual([["coder"], ["coder"], ["drafter"]]);
  });

  it("are what its owner's .github repository says when it has no config", async () => {
    serveTree({ "src/a.ts": "" });
    serveTree({ [YML]: CODER }, { repository: OWNERS });

    expect(await askAt([0], agentIds)).toEqual([["coder"]]);
  });

  it("are the default ones when neither has one, or none may be seen", async () => {
    serveTree({ "plimsoll.yml": CODER, "a/.github/plimsoll.yml": CODER });
    serveNoTree({ repository: OWNERS });

    expect(await askAt([0, 1], ({ ship, production }) => [ship, production])).toEqual([
      ["auto", undefined],
      ["auto", undefined],
    ]);
  });

  it("stay while the config is wrong", async () => {
    serve(CODER);
    serve("agents: [");

    expect(await askAt([0, 10], agentIds)).toEqual([["coder"], ["coder"]]);
  });

  it("are asked for again when GitHub fails", async () => {
    serveNoTree({}, 502);

    await expect(askAt([0], agentIds)).rejects.toMatchObject({ status: 502 });
  });

  it("hold the hashes of the accounts that they name, and no login", async () => {
    serve("bots: [acme-ci]\ncreators: ['deployer[bot]', gone]");
    nock(API).get("/users/acme-ci").reply(200, { id: 11 });
    nock(API).get("/users/deployer%5Bbot%5D").reply(200, { id: 12 });
    nock(API).get("/users/gone").reply(404);
    const { stores, source } = await openSource();

    const { current } = await source.load(octokit, SHOP);

    expect(current.bots).toEqual([await stores.installations.computePseudonym(1, 11)]);
    expect(current.creators).toEqual([await stores.installations.computePseudonym(1, 12)]);
    expect(JSON.stringify(await stores.rules.list(SHOP.id))).not.toMatch(/acme-ci|deployer/);
  });

  it("G12, G37: hold from the time of the push that changed them, and those before it stay for what came before", async () => {
    serve("exclude: [generated/**]");
    const { source } = await openSource();
    await source.load(octokit, SHOP);
    const config = "exclude: [src/**]";
    const attributes = "* text=auto\n*.gen linguist-generated\n";
    serveTree({ [YML]: config, ".gitattributes": attributes }, { ref: "c2" });

    await source.reload(octokit, SHOP, { sha: "c2", at: at(8), heardAt: at(8) });

    serveTree({ [YML]: config, ".gitattributes": "*.gen linguist-generated\n* eol=lf" }, { ref: "c3" });
    await source.reload(octokit, SHOP, { sha: "c3", at: at(8, 5), heardAt: at(8, 5) });

    expect((await source.load(octokit, SHOP)).rules).toMatchObject([
      { since: new Date(0), exclude: ["generated/**"], gitattributes: [] },
      {
        since: at(8),
        exclude: ["src/**"],
        gitattributes: [{ folder: "", lines: ["*.gen linguist-generated"] }],
      },
    ]);
  });

  it("cost nothing of the rate limit while their files are the same", async () => {
    serveTree({ [YML]: CODER, ".gitattributes": "*.gen linguist-generated" }, { etag: "one" });
    nock(API, { reqheaders: { "if-none-match": '"one"' } })
      .get(treePath())
      .reply(304);

    const [before, after] = await askAt([0, 10], ({ agents, gitattributes }) => ({ agents, gitattributes }));
    expect(after).toEqual(before);
  });

  it("hold their policy and why a config cannot be used until it can, and have open check runs say so", async () => {
    const { stores, source, clock } = await openSource();
    const key = { repositoryId: SHOP.id, headSha: "head-1", number: 1 };
    await stores.changes.save(pullRequest(1));
    await stores.checkRuns.markStale(key, { at: at(8), isUrgent: true });
    const seen: unknown[] = [];
    for (const [hour, config] of ["disclosure: require", "disclosur: off", "disclosure: off"].entries()) {
      serve(config);
      clock.now = at(9, hour);
      const { policy, problem } = await source.load(octokit, SHOP);
      const stale = await stores.checkRuns.findNextStale(clock.now, []);
      if (stale) await stores.checkRuns.markShown(stale, { checkRunId: 5, shown: "", isFinal: false });
      seen.push([policy.disclosure.policy, problem, stale?.number]);
    }

    expect(seen).toEqual([
      ["require", undefined, 1],
      ["require", expect.stringContaining('did you mean "disclosure"?'), 1],
      ["off", undefined, 1],
    ]);
  });

  it("that a push changed are seen by another server of the store at once", async () => {
    const { stores, source } = await openSource();
    const other = openSourceOn(stores, { now: at(9) });
    const owners = { ...SHOP, id: 99, name: ".github" };
    await stores.repositories.remember(owners);
    serve(CODER);
    serve(CODER);
    expect(agentIds((await source.load(octokit, SHOP)).current)).toEqual(["coder"]);
    expect(agentIds((await other.load(octokit, SHOP)).current)).toEqual(["coder"]);

    serveTree({}, { ref: "c2" });
    serveTree({ [YML]: "check: { enabled: false }" }, { repository: OWNERS });
    await source.reload(octokit, SHOP, { sha: "c2", at: at(9), heardAt: at(9) });
    serveTree({}, { isPersistent: true });
    serveTree({ [YML]: "check: { enabled: false }" }, { repository: OWNERS });
    expect((await other.load(octokit, SHOP)).policy.check.enabled).toBe(false);

    serveTree({ [YML]: "check: { enabled: true }" }, { repository: OWNERS, ref: "c3" });
    serveTree({ [YML]: "check: { enabled: true }" }, { repository: OWNERS });
    await source.reload(octokit, owners, { sha: "c3", at: at(9), heardAt: at(9) });
    expect((await other.load(octokit, SHOP)).policy.check.enabled).toBe(true);
    expect((await other.load(octokit, SHOP)).policy.check.enabled).toBe(true);
    expect(await stores.settings.findLastChange(SHOP.installationId)).toBe(2);
    nock.cleanAll();
  });

  it("of all repositories without a config of their own follow a push to their owner's", async () => {
    const { stores, source, clock } = await openSource();
    const owners = { ...SHOP, id: 99, name: ".github" };
    await stores.repositories.remember(owners);
    serveTree({}, { isPersistent: true });
    serveTree({ [YML]: "check: { enabled: false }" }, { repository: OWNERS });
    const isEnabled = async () => (await source.load(octokit, SHOP)).policy.check.enabled;
    expect(await isEnabled()).toBe(false);

    serveTree({ [YML]: "check: { enabled: true }" }, { repository: OWNERS, ref: "c2" });
    serveTree({ [YML]: "check: { enabled: true }" }, { repository: OWNERS });
    clock.now = at(9, 0, 1);
    await source.reload(octokit, owners, { sha: "c2", at: at(9), heardAt: at(9) });

    expect(await isEnabled()).toBe(true);
    nock.cleanAll();
  });

  it("of an owner say where the digest of all is published, and stay while its config is wrong", async () => {
    const { stores, source, clock } = await openSource();
    serveTree({ [YML]: "digest: { repository: reports, timezone: Europe/Berlin }" }, { repository: OWNERS });
    serveTree({ [YML]: "digest: { repositry: x }" }, { repository: OWNERS });
    const ask = async () => {
      const { policy, timezone } = await source.loadOwner(SHOP);
      return [policy.digest.repository, timezone];
    };

    expect(await ask()).toEqual(["reports", "Europe/Berlin"]);
    clock.now = at(10);
    expect(await ask()).toEqual(["reports", "Europe/Berlin"]);
    expect(await stores.settings.findOwner(1)).toMatchObject({ timezone: "Europe/Berlin" });
  });

  it("of an owner date the scopes, and keep a repository that is renamed", async () => {
    const { stores, source, clock } = await openSource();
    const scopes = (names: string) => `scopes: { pay: { repositories: [${names}] } }`;
    serveTree({ [YML]: scopes("shop, gone") }, { repository: OWNERS });
    serveTree({ [YML]: scopes("shop, gone") }, { repository: OWNERS });
    serveTree({ [YML]: "scopes: { pay: { repositories: [] } }" }, { repository: OWNERS });
    serveTree({ [YML]: "ship: auto" }, { repository: OWNERS });
    await source.loadOwner(SHOP);
    await stores.repositories.remember({ ...SHOP, name: "store" });
    for (const minute of [10, 20, 30]) {
      clock.now = at(9, 0, minute);
      await source.loadOwner(SHOP);
    }

    expect(await stores.scopes.list(1)).toEqual([
      { since: at(9), scopes: [{ name: "pay", repositories: [{ name: "shop", id: 7 }, { name: "gone" }] }] },
      { since: at(9, 0, 30), scopes: [] },
    ]);
  });

  it("of an owner name the place of each repository in its scopes that is unknown", async () => {
    const { stores, source, clock } = await openSource();
    const owners = { ...SHOP, id: 9, name: ".github" };
    await stores.repositories.remember(owners);
    const config = "scopes:\n  pay: { repositories: [shop, gone] }\n";
    for (const text of [config, `${config}[`]) serveTree({ [YML]: text }, { repository: OWNERS });
    serveTree({ [YML]: config });
    const warningsOf = async (repository: typeof SHOP) =>
      (await source.load(octokit, repository)).scopeWarnings;

    expect(await warningsOf(owners)).toEqual([
      `${YML}:2:31: scopes.pay.repositories.1: "gone": no repository of acme with the app has this name`,
    ]);
    expect(await warningsOf(SHOP)).toEqual([`${YML}:2:3: scopes: has no effect here, only in acme/.github`]);
    clock.now = at(10);
    expect(await warningsOf(owners)).toEqual([]);
  });

  it("R23: are what .github/plimsoll.yaml says as well, of the repository or of its owner", async () => {
    serveTree({ [YAML]: CODER });
    serveTree({});
    serveTree({ [YAML]: CODER.replace("coder:", "drafter:") }, { repository: OWNERS });

    expect(await askAt([0, 10], agentIds)).toEqual([["coder"], ["drafter"]]);
  });

  it("R23: stay while both names are there, which is said with the remedy", async () => {
    serve(CODER);
    serveTree({ [YML]: CODER, [YAML]: "ship: releases" });
    serveTree({ [YAML]: "ship: releases" });
    const { source, clock } = await openSource();
    const told: unknown[] = [];
    for (const minute of [0, 10, 20]) {
      clock.now = at(9, 0, minute);
      const { current, problem } = await source.load(octokit, SHOP);
      told.push([agentIds(current), current.ship, problem]);
    }

    expect(told).toEqual([
      [["coder"], "auto", undefined],
      [["coder"], "auto", expect.stringContaining("delete the other one")],
      [[], "releases", undefined],
    ]);
  });

  it("R23: of heirs stay while the owner's `.github` repository has both", async () => {
    serveTree({}, { isPersistent: true });
    serveTree({ [YML]: CODER }, { repository: OWNERS });
    serveTree({ [YML]: CODER, [YAML]: CODER }, { repository: OWNERS });

    expect(await askAt([0, 10], agentIds)).toEqual([["coder"], ["coder"]]);
    nock.cleanAll();
  });

  it("are asked for again when GitHub does not know the pushed commit yet, and read from the branch when it never does", async () => {
    const { source, clock } = await openSource();
    serveNoTree({ ref: "c2" });
    clock.now = at(9);
    const push = { sha: "c2", at: at(9), heardAt: at(9) };
    await expect(source.reload(octokit, SHOP, push)).rejects.toBeInstanceOf(TooEarlyError);

    serveNoTree({ ref: "c2" }, 422);
    serve(CODER);
    clock.now = at(9, 2);
    await source.reload(octokit, SHOP, push);
    expect(agentIds((await source.load(octokit, SHOP)).current)).toEqual(["coder"]);
  });

  it("stay while GitHub tells nothing of the repository, and are the default ones of an empty one", async () => {
    const { stores, source, clock } = await openSource();
    serveNoTree({}, 409);
    serveNoTree({ repository: OWNERS });
    expect(agentIds((await source.load(octokit, SHOP)).current)).toEqual([]);
    clock.now = at(9, 1);
    serve(CODER);
    await source.load(octokit, SHOP);
    const restarted = createSettingsSource(stores, {
      log: pino({ level: "silent" }),
      clock: () => at(10),
      authenticateOwner: async () => octokit,
    });
    serveNoTree();

    expect(agentIds((await restarted.load(octokit, SHOP)).current)).toEqual(["coder"]);
    expect(await stores.rules.list(SHOP.id)).toHaveLength(2);
  });

  it("R21: hold what `.gitattributes` of any folder say, each text read once, and a line of any draws one in the history", async () => {
    const { source } = await openSource();
    const client = "* linguist-generated";
    serveTree({
      "a/.gitattributes": client,
      "packages/api/client/.gitattributes": client,
      "a/x.gitattributes": "",
    });
    serveNoTree({ repository: OWNERS });
    await source.load(octokit, SHOP);
    // Nothing that it says of linguist.
    serveTree(
      { "a/.gitattributes": `${client} eol=lf`, "packages/api/client/.gitattributes": client },
      { ref: "c2" },
    );
    await source.reload(octokit, SHOP, { sha: "c2", at: at(8), heardAt: at(8) });
    serveTree({ "a/.gitattributes": client }, { ref: "c3" });
    await source.reload(octokit, SHOP, { sha: "c3", at: at(8, 5), heardAt: at(8, 5) });

    const { rules, unreadAttributes } = await source.load(octokit, SHOP);
    expect(
      rules.map(({ since, gitattributes }) => [since, gitattributes.map(({ folder }) => folder)]),
    ).toEqual([
      [new Date(0), ["a", "packages/api/client"]],
      [at(8, 5), ["a"]],
    ]);
    expect(unreadAttributes).toEqual({ count: 0, isListed: true });
  });

  it("R21: say what of `.gitattributes` is not read", async () => {
    const { source } = await openSource();
    const many = Array.from({ length: 101 }, (_, index) => [
      `p${index}/.gitattributes`,
      `${index} linguist-vendored`,
    ]);
    const large = { ".gitattributes": "#".repeat(100_001) };
    serveTree({ ...Object.fromEntries(many), ...large }, { isTruncated: true });
    serveNoTree({ repository: OWNERS });

    const { current, unreadAttributes } = await source.load(octokit, SHOP);
    expect(current.gitattributes).toHaveLength(100);
    expect(unreadAttributes).toEqual({ count: 2, isListed: false });
  });
});
