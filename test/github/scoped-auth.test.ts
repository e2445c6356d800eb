import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { pino } from "pino";
import { Probot } from "probot";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SHOP } from "../../dev/simulation/world/shop.ts";
import { API } from "../../dev/simulation/world/world.ts";
import { fetchInstallationId } from "../../src/github/installations.ts";
import { PlimsollOctokit } from "../../src/github/octokit.ts";
import { createTreeReader } from "../../src/github/repository-tree.ts";
import { type ScopedClients, scopedClients } from "../../src/github/scoped-auth.ts";
import { NO_EVENT } from "../../src/github/when.ts";
import { useNock } from "../support/github.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
/** GitHub's plugin paces what it sends by the clock, which the tests set. */
const Unthrottled = PlimsollOctokit.defaults((options: { throttle?: object }) => ({
  ...options,
  throttle: { ...options.throttle, enabled: false },
}));
const FILE = "/repos/acme/shop/git/trees/HEAD";

describe("a client of the app", () => {
  useNock();
  let clients: ScopedClients;
  /** What tokens were asked for, in this order: they are called `t1`, `t2` and so on. */
  let asked: unknown[];
  /** By what the App proved then that it is itself. */
  let proofs: Set<string | null>;
  /** What files were asked for with. */
  let shown: (string | null)[];

  beforeEach(() => {
    asked = [];
    proofs = new Set();
    shown = [];
    const options = { appId: 1, privateKey: PEM, baseUrl: API, log: pino({ level: "silent" }) };
    clients = scopedClients(new Probot({ ...options, Octokit: Unthrottled }));
    nock(API)
      .persist()
      .post(`/app/installations/${SHOP.installationId}/access_tokens`)
      .optionally()
      .reply(async (request: Request) => {
        asked.push(await request.json());
        proofs.add(request.headers.get("authorization"));
        const expires = new Date(Date.now() + 3_600_000).toISOString();
        return [201, { token: `t${asked.length}`, expires_at: expires, permissions: {} }];
      });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  /** Answers requests for a file with these statuses, one after another. */
  function serveFile(...statuses: number[]): void {
    for (const status of statuses) {
      nock(API)
        .get(FILE)
        .query(true)
        .reply(({ headers }: Request) => {
          shown.push(headers.get("authorization"));
          return [status, { message: "Bad credentials" }];
        });
    }
  }

  async function readFile(client = clients.authenticate(SHOP)): Promise<void> {
    await createTreeReader(() => true).list(await client, SHOP);
  }

  it("asks for one token a repository, which reaches no other", async () => {
    serveFile(404, 404, 404);
    await readFile();
    await readFile(clients.authenticate({ ...SHOP, id: SHOP.id + 1 }));
    await readFile();

    expect(asked).toEqual([{ repository_ids: [SHOP.id] }, { repository_ids: [SHOP.id + 1] }]);
    expect(shown).toEqual(["token t1", "token t2", "token t1"]);
  });

  it("proves who it is once for the tokens of some minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    serveFile(404, 404, 404);
    await readFile();
    vi.setSystemTime(Date.now() + 8 * 60_000);
    await readFile(clients.authenticate({ ...SHOP, id: SHOP.id + 1 }));
    expect(proofs.size).toBe(1);

    vi.setSystemTime(Date.now() + 60_000);
    await readFile(clients.authenticate({ ...SHOP, id: SHOP.id + 2 }));
    expect(asked.length).toBe(3);
    expect(proofs.size).toBe(2);
  });

  it("can only read where it reaches all repositories of an installation", async () => {
    serveFile(404);
    await readFile(clients.authenticateOwner(SHOP.installationId));

    expect(asked).toEqual([{ permissions: { contents: "read", metadata: "read" } }]);
  });

  it("asks as the app what only an app may ask, without a token", async () => {
    nock(API, { reqheaders: { authorization: /^bearer / } })
      .get("/repos/acme/shop/installation")
      .reply(200, { id: SHOP.installationId });

    expect(await fetchInstallationId(await clients.authenticate(SHOP), SHOP, NO_EVENT)).toBe(
      SHOP.installationId,
    );
    expect(asked).toEqual([]);
  });

  it("takes a new token when GitHub has withdrawn the one that it has", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    serveFile(404, 401, 404);
    await readFile();
    vi.setSystemTime(Date.now() + 60_000);
    await readFile();

    expect(shown).toEqual(["token t1", "token t1", "token t2"]);
  });

  it("H5: takes a new token for one that was made while the clock was a day ahead", async () => {
    const right = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: right + 86_400_000 });
    serveFile(404, 401, 404);
    await readFile();
    vi.setSystemTime(right + 3_600_000);
    await readFile();

    expect(shown).toEqual(["token t1", "token t1", "token t2"]);
  });

  it("waits until all of GitHub knows a new token", async () => {
    serveFile(401, 404);
    await readFile();

    expect(shown).toEqual(["token t1", "token t1"]);
  });

  it("fails when no token is taken", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    serveFile(404, 401, 401, 401);
    await readFile();
    vi.setSystemTime(Date.now() + 60_000);

    await expect(readFile()).rejects.toMatchObject({ status: 401 });
    expect(shown).toEqual(["token t1", "token t1", "token t2", "token t2"]);
  });
});
