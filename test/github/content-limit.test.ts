import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import { Probot, ProbotOctokit } from "probot";
import { describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { createCheckRun, updateCheckRun } from "../../src/github/check-runs.ts";
import { type ContentKind, contentOf, createContentLimit } from "../../src/github/content-limit.ts";
import { createIssue } from "../../src/github/issues.ts";
import { type GitHubClient, limitContent, PlimsollOctokit } from "../../src/github/octokit.ts";
import { rateLimitWait } from "../../src/github/rate-limits.ts";
import { nextTry } from "../../src/queue/backoff.ts";
import { limitedClient, useNock } from "../support/github.ts";

const MINUTE = 60_000;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A limit of five writes an hour, three of them of issues, whose clock is played. */
function smallLimit() {
  let now = 0;
  const limit = createContentLimit({ total: 5, issues: 3 }, () => now);
  return {
    pass: (minutes: number) => {
      now += minutes * MINUTE;
    },
    limit,
    /** In how many minutes each of some writes may be sent. */
    waits: (kind: ContentKind, count: number, installationId = 1) =>
      Promise.all(
        Array.from({ length: count }, async () => (await limit.admit(installationId, kind)).wait / MINUTE),
      ),
  };
}

describe("the quota of an hour", () => {
  it("leaves room for check runs that issues cannot take, and tells when there is more", async () => {
    const { waits, pass } = smallLimit();

    expect(await waits("issue", 4)).toEqual([0, 0, 0, 60]);
    pass(10);
    expect(await waits("check-run", 3)).toEqual([0, 0, 50]);
    pass(49);
    expect(await waits("check-run", 1)).toEqual([1]);
    pass(1);
    expect(await waits("check-run", 4)).toEqual([0, 0, 0, 10]);
  });

  it("is each installation's own, however many there are", async () => {
    const { waits } = smallLimit();
    for (let id = 1; id <= 1_000; id++) expect(await waits("issue", 4, id)).toEqual([0, 0, 0, 60]);
  });

  it("counts what GitHub refused no more, and what came before and after it still", async () => {
    const { limit, waits, pass } = smallLimit();
    await waits("issue", 1);
    pass(10);
    const refused = await limit.admit(1, "issue");
    pass(10);
    await waits("issue", 1);
    await refused.takeBack();
    await refused.takeBack();

    expect(await waits("issue", 2)).toEqual([0, 40]);
  });

  it("holds in any hour, not in each by the clock", async () => {
    const { waits, pass } = smallLimit();
    const sent: number[] = [];
    for (let minute = 0; minute < 300; minute++) {
      if ((await waits("check-run", 1))[0] === 0) sent.push(minute);
      pass(1);
    }

    expect(sent).toHaveLength(25);
    const mostInAnHour = Math.max(
      ...sent.map((from) => sent.filter((minute) => minute >= from && minute < from + 60).length),
    );
    expect(mostInAnHour).toBe(5);
  });

  it.each([
    ["POST", "/repos/{owner}/{repo}/check-runs", "check-run"],
    ["PATCH", "/repos/{owner}/{repo}/check-runs/{check_run_id}", undefined],
    ["POST", "/repos/{owner}/{repo}/issues", "issue"],
    ["PATCH", "/repos/{owner}/{repo}/issues/{issue_number}", "issue"],
    ["POST", "/repos/{owner}/{repo}/labels", "issue"],
    ["GET", "/repos/{owner}/{repo}/issues", undefined],
    ["POST", "/graphql", undefined],
    ["POST", "/app/hook/deliveries/{delivery_id}/attempts", undefined],
  ])("counts %s %s as %s", (method, url, kind) => {
    expect(contentOf({ method, url })).toBe(kind);
  });
});

describe("an installation's Octokit", () => {
  useNock();

  const place = { headSha: "head", externalId: "#1" };
  const content = { title: "t", summary: "s", text: "t", conclusion: "neutral" as const };
  let lastId = 100;

  /** Of an installation that no other test has, since GitHub's plugin paces each of them. */
  async function authenticate(Octokit: typeof PlimsollOctokit): Promise<GitHubClient> {
    const installationId = lastId++;
    nock(API)
      .post(`/app/installations/${installationId}/access_tokens`)
      .reply(201, { token: "t", permissions: {} });
    const key = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const options = { appId: 1, privateKey: key, baseUrl: API, log: pino({ level: "silent" }), Octokit };
    return new Probot(options).auth(installationId);
  }

  it("sends nothing over the quota, and fails as when GitHub says when to come back", async () => {
    const limit = createContentLimit({ total: 1, issues: 1 });
    const octokit = await authenticate(ProbotOctokit.plugin(limitContent(limit)) as typeof PlimsollOctokit);
    nock(API).post("/repos/acme/shop/check-runs").reply(201, { id: 1 });
    nock(API).patch("/repos/acme/shop/check-runs/1").reply(200, {});
    await createCheckRun(octokit, SHOP, { place, content });
    const refused = await createIssue(octokit, SHOP, { title: "t", body: "b" }).catch(
      (error: unknown) => error,
    );
    await updateCheckRun(octokit, SHOP, { checkRunId: 1, content });

    expect(refused).toMatchObject({ name: "ContentLimitError", status: 429 });
    expect((rateLimitWait(refused) ?? 0) / MINUTE).toBeCloseTo(60, 0);
    // It is put off until then, and counts as no try.
    expect(nextTry(new Date(), { error: refused, attempts: 3 })?.attempts).toBe(3);
  });

  it.each([
    [403, "costs nothing"],
    [404, "costs nothing"],
    [410, "costs nothing"],
    [422, "costs nothing"],
    [451, "costs nothing"],
    [502, "costs one"],
  ])("R4: a write that is answered with %i %s of the quota", async (status, costs) => {
    const limit = createContentLimit({ total: 1, issues: 1 });
    const octokit = limitedClient(limit);
    nock(API).post("/repos/acme/shop/issues").reply(status, {});
    const isFree = costs === "costs nothing";
    if (isFree) nock(API).post("/repos/acme/shop/issues").reply(201, { number: 2 });
    const issue = { title: "t", body: "b" };
    await expect(createIssue(octokit, SHOP, issue)).rejects.toMatchObject({ status });

    const next = await createIssue(octokit, SHOP, issue).catch(({ name }: Error) => name);
    expect(next).toBe(isFree ? 2 : "ContentLimitError");
  });

  it("sends one write a second, which is under 80 a minute, and waits for no other installation", async () => {
    const [one, other] = [await authenticate(PlimsollOctokit), await authenticate(PlimsollOctokit)];
    const asked = performance.now();
    const sent: { readonly by: string; readonly after: number }[] = [];
    nock(API)
      .post(/^\/repos\/acme\/(?:one|other)\/check-runs$/)
      .times(4)
      .reply(201, ({ url }: Request) => {
        sent.push({ by: url.split("/").at(-2) ?? "", after: performance.now() - asked });
        return { id: 1 };
      });
    await Promise.all(
      [one, one, other, other].map((octokit) => {
        const name = octokit === one ? "one" : "other";
        return createCheckRun(octokit, { owner: SHOP.owner, name }, { place, content });
      }),
    );

    const [first, second, third, fourth] = sent;
    expect([first?.by, second?.by].sort()).toEqual(["one", "other"]);
    expect([third?.by, fourth?.by].sort()).toEqual(["one", "other"]);
    expect(Math.min(third?.after ?? 0, fourth?.after ?? 0)).toBeGreaterThan(900);
  });

  it("creates nothing a second time when the answer is lost", async () => {
    const octokit = await authenticate(PlimsollOctokit);
    nock(API).post("/repos/acme/shop/check-runs").reply(502, {});
    nock(API).post("/repos/acme/shop/issues").replyWithError("socket hang up");

    await expect(createCheckRun(octokit, SHOP, { place, content })).rejects.toMatchObject({ status: 502 });
    await expect(createIssue(octokit, SHOP, { title: "t", body: "b" })).rejects.toThrow("socket hang up");
  });
});
