import nock from "nock";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import type { StoredRules } from "../../src/storage/rules.ts";
import { createSettingsSource } from "../../src/sync/settings.ts";
import { octokit, useNock } from "../support/github.ts";
import { at } from "../support/history.ts";
import { SHOP } from "../support/shop.ts";
import { openTestStores, pullRequest } from "../support/stores.ts";
import { API } from "../support/world.ts";

const CONTENTS = "/repos/acme/shop/contents";
const CONFIG = `${CONTENTS}/.github%2Fplimsoll.yml`;
const ATTRIBUTES = `${CONTENTS}/.gitattributes`;
const OWNERS = "/repos/acme/.github/contents/.github%2Fplimsoll.yml";
const CODER = "agents: { coder: { name: Acme Coder, logins: ['coder[bot]'] } }";

function file(text: string) {
  return { type: "file", content: Buffer.from(text).toString("base64") };
}

/** Answers with a config, and without .gitattributes, once. */
function serve(config: string): void {
  nock(API).get(CONFIG).reply(200, file(config));
  nock(API).get(ATTRIBUTES).reply(404);
}

async function openSource() {
  const stores = await openTestStores();
  const clock = { now: at(9) };
  const source = createSettingsSource(stores, {
    log: pino({ level: "silent" }),
    clock: () => clock.now,
    authenticateOwner: async () => octokit,
  });
  return { stores, source, clock };
}

/** Asks for the rules of the shop at some minutes of the 9th, and tells something of them each time. */
async function askAt<Told>(minutes: readonly number[], tell: (rules: StoredRules) => Told): Promise<Told[]> {
  const { source, clock } = await openSource();
  const told: Told[] = [];
  for (const minute of minutes) {
    clock.now = at(9, 0, minute);
    told.push(tell((await source.of(octokit, SHOP)).current));
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
    nock(API).get(CONFIG).reply(404);
    nock(API).get(ATTRIBUTES).reply(404);
    nock(API).get(OWNERS).reply(200, file(CODER));

    expect(await askAt([0], agentIds)).toEqual([["coder"]]);
  });

  it("are the default ones when neither has one, or none may be seen", async () => {
    for (const path of [CONFIG, ATTRIBUTES, OWNERS]) nock(API).get(path).reply(404);

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
    nock(API).get(CONFIG).reply(502, {});

    await expect(askAt([0], agentIds)).rejects.toMatchObject({ status: 502 });
  });

  it("hold the hashes of the accounts that they name, and no login", async () => {
    serve("bots: [acme-ci]\ncreators: ['deployer[bot]', gone]");
    nock(API).get("/users/acme-ci").reply(200, { id: 11 });
    nock(API).get("/users/deployer%5Bbot%5D").reply(200, { id: 12 });
    nock(API).get("/users/gone").reply(404);
    const { stores, source } = await openSource();

    const { current } = await source.of(octokit, SHOP);

    expect(current.bots).toEqual([await stores.installations.pseudonym(1, 11)]);
    expect(current.creators).toEqual([await stores.installations.pseudonym(1, 12)]);
    expect(JSON.stringify(await stores.rules.list(SHOP.id))).not.toMatch(/acme-ci|deployer/);
  });

  it("G12, G37: hold from the time of the push that changed them, and those before it stay for what came before", async () => {
    serve("exclude: [generated/**]");
    const { source } = await openSource();
    await source.of(octokit, SHOP);
    nock(API).get(CONFIG).query({ ref: "c2" }).reply(200, file("exclude: [src/**]"));
    nock(API)
      .get(ATTRIBUTES)
      .query({ ref: "c2" })
      .reply(200, file("* text=auto\n*.gen linguist-generated\n"));

    await source.refresh(octokit, SHOP, { sha: "c2", at: at(8), heardAt: at(8) });

    nock(API).get(CONFIG).query({ ref: "c3" }).reply(200, file("exclude: [src/**]"));
    nock(API).get(ATTRIBUTES).query({ ref: "c3" }).reply(200, file("*.gen linguist-generated\n* eol=lf"));
    await source.refresh(octokit, SHOP, { sha: "c3", at: at(8, 5), heardAt: at(8, 5) });

    expect((await source.of(octokit, SHOP)).rules).toMatchObject([
      { since: new Date(0), exclude: ["generated/**"], gitattributes: undefined },
      { since: at(8), exclude: ["src/**"], gitattributes: "*.gen linguist-generated" },
    ]);
  });

  it("cost nothing of the rate limit while their files are the same", async () => {
    const etag = (text: string) => ({ etag: `"${text.length}"` });
    nock(API).get(CONFIG).reply(200, file(CODER), etag(CODER));
    nock(API).get(ATTRIBUTES).reply(200, file("*.gen linguist-generated"), etag("gen"));
    const unchanged = (path: string, text: string) =>
      nock(API, { reqheaders: { "if-none-match": etag(text).etag } })
        .get(path)
        .reply(304);
    unchanged(CONFIG, CODER);
    unchanged(ATTRIBUTES, "gen");

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
      const { policy, problem } = await source.of(octokit, SHOP);
      const stale = await stores.checkRuns.nextStale(clock.now, []);
      if (stale) await stores.checkRuns.markShown(stale, { checkRunId: 5, shown: "", isFinal: false });
      seen.push([policy.disclosure.policy, problem, stale?.number]);
    }

    expect(seen).toEqual([
      ["require", undefined, 1],
      ["require", expect.stringContaining('did you mean "disclosure"?'), 1],
      ["off", undefined, 1],
    ]);
  });

  it("of all repositories without a config of their own follow a push to their owner's", async () => {
    const { stores, source, clock } = await openSource();
    const owners = { ...SHOP, id: 99, name: ".github" };
    await stores.repositories.remember(owners);
    for (const path of [CONFIG, ATTRIBUTES]) nock(API).persist().get(path).reply(404);
    nock(API).get(OWNERS).reply(200, file("check: { enabled: false }"));
    const isEnabled = async () => (await source.of(octokit, SHOP)).policy.check.enabled;
    expect(await isEnabled()).toBe(false);

    nock(API).get(OWNERS).query({ ref: "c2" }).reply(200, file("check: { enabled: true }"));
    nock(API).get(OWNERS.replace(".github%2Fplimsoll.yml", ".gitattributes")).query(true).reply(404);
    nock(API).get(OWNERS).reply(200, file("check: { enabled: true }"));
    clock.now = at(9, 0, 1);
    await source.refresh(octokit, owners, { sha: "c2", at: at(9), heardAt: at(9) });

    expect(await isEnabled()).toBe(true);
    nock.cleanAll();
  });

  it("of an owner say where the digest of all is published, and stay while its config is wrong", async () => {
    const { stores, source, clock } = await openSource();
    nock(API).get(OWNERS).reply(200, file("digest: { repository: reports, timezone: Europe/Berlin }"));
    nock(API).get(OWNERS).reply(200, file("digest: { repositry: x }"));
    const ask = async () => {
      const { policy, timezone } = await source.ofOwner(SHOP);
      return [policy.digest.repository, timezone];
    };

    expect(await ask()).toEqual(["reports", "Europe/Berlin"]);
    clock.now = at(10);
    expect(await ask()).toEqual(["reports", "Europe/Berlin"]);
    expect(await stores.settings.findOwner(1)).toMatchObject({ timezone: "Europe/Berlin" });
  });
});
