import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { describe, expect, it } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { BrokenAnswerError } from "../../src/github/broken-answers.ts";
import { fetchCommitContent } from "../../src/github/commits.ts";
import { createIssue } from "../../src/github/issues.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { createTreeReader } from "../../src/github/repository-tree.ts";
import { NO_EVENT } from "../../src/github/when.ts";
import { useNock } from "../support/github.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const TOKENS = `/app/installations/${SHOP.installationId}/access_tokens`;
const FILE = "/repos/acme/shop/git/trees/HEAD";
const DOCUMENT = { "content-type": "application/json; charset=utf-8" };

function octokitOf(installationId: number) {
  const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  return new PlimsollOctokit({ baseUrl: API, auth: { appId: 1, privateKey: pem, installationId } });
}

function giveToken(): void {
  const expires = new Date(Date.now() + 3_600_000).toISOString();
  nock(API).post(TOKENS).reply(201, { token: "t", expires_at: expires, permissions: {} });
}

describe("an answer of GitHub's", () => {
  useNock();
  const read = () => createTreeReader(() => true).list(octokitOf(SHOP.installationId), SHOP);

  it.each(['{"type": "file", "conte', ""])(
    "of which only %j arrived does not say that a file is not there",
    async (part) => {
      giveToken();
      nock(API).get(FILE).query(true).twice().reply(200, part, DOCUMENT);

      await expect(read()).rejects.toThrow(new BrokenAnswerError(`not all of ${FILE} arrived`));
    },
  );

  it("of which only a part arrived is asked for again", async () => {
    giveToken();
    nock(API).get(FILE).query(true).reply(200, '{"type": "file", "conte', DOCUMENT);
    nock(API).get(FILE).query(true).reply(404, { message: "Not Found" });

    expect(await read()).toBeUndefined();
  });

  it("that a write was done is not asked for again", async () => {
    giveToken();
    nock(API).post("/repos/acme/shop/issues").reply(201, '{"id": 1, "num', DOCUMENT);

    await expect(
      createIssue(octokitOf(SHOP.installationId), SHOP, { title: "t", body: "b" }),
    ).rejects.toThrow(BrokenAnswerError);
  });

  it("that there is no file says so", async () => {
    giveToken();
    nock(API).get(FILE).query(true).reply(404, { message: "Not Found" });

    expect(await read()).toBeUndefined();
  });

  it.each([
    [404, "GitHub knows no such installation"],
    [422, "the installation does not cover the repository, or grants less than the token is for"],
  ])(
    "that no token is given (%i) does not say that a file or a commit is not there",
    async (status, problem) => {
      nock(API).post(TOKENS).twice().reply(status, { message: "Told by GitHub" });
      const refusal = expect.objectContaining({ message: problem });

      await expect(read()).rejects.toEqual(refusal);
      await expect(
        fetchCommitContent(octokitOf(SHOP.installationId), SHOP, { sha: "c1", when: NO_EVENT }),
      ).rejects.toEqual(refusal);
    },
  );
});
