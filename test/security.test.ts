import crypto, { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { at } from "../dev/simulation/world/history.ts";
import { pullRequestPayload } from "../dev/simulation/world/payloads.ts";
import { type Plimsoll, startPlimsoll } from "../src/server/server.ts";
import { startSetup } from "../src/setup/setup.ts";

const SECRET = "a secret that nobody may read in a log";
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const BODY = JSON.stringify(pullRequestPayload({ number: 1, base: "b", head: "h", updatedAt: at(2) }));

let plimsoll: Plimsoll;
let gitHub: Server;
let logged: string[];
/** What the server authenticated with. */
let credentials: string[];

/** A server at the most talkative, and a GitHub that gives a token, fails everything else, and repeats what it was sent. */
beforeAll(async () => {
  logged = [];
  credentials = [];
  gitHub = createServer((request, response) => {
    const { authorization = "", ...headers } = request.headers;
    credentials.push(authorization.replace(/^\S+ /, ""));
    const isToken = request.url?.endsWith("/access_tokens") ?? false;
    const told = isToken
      ? { token: "ghs_secret", permissions: {} }
      : { message: JSON.stringify({ authorization, headers }) };
    response.writeHead(isToken ? 201 : 400, { "content-type": "application/json" }).end(JSON.stringify(told));
  });
  await once(gitHub.listen(0, "127.0.0.1"), "listening");
  const log = pino({ level: "trace" }, { write: (line: string) => void logged.push(line) });
  plimsoll = await startPlimsoll({
    env: {
      APP_ID: 1,
      PRIVATE_KEY: PEM,
      WEBHOOK_SECRET: SECRET,
      GITHUB_API_URL: `http://127.0.0.1:${(gitHub.address() as AddressInfo).port}`,
      DATABASE_URL: "file::memory:",
      LOG_LEVEL: "trace",
      HOST: "127.0.0.1",
      PORT: 0,
    },
    log,
  });
});

afterAll(async () => {
  await plimsoll.stop();
  gitHub.close();
});

async function deliver(id: string, { secret = SECRET, body = BODY } = {}): Promise<number> {
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  const headers = {
    "x-github-delivery": id,
    "x-github-event": "pull_request",
    "x-hub-signature-256": `sha256=${signature}`,
  };
  const { status } = await fetch(`${plimsoll.url}/api/github/webhooks`, { method: "POST", body, headers });
  await plimsoll.idle();
  return status;
}

/** How often a request was made with an installation's token, or for one. */
const requests = () => credentials.length;

describe("a forged delivery", () => {
  it("is refused before it is parsed", async () => {
    const parse = vi.spyOn(JSON, "parse");
    const status = await deliver(randomUUID(), { secret: "a guess" });
    const parsed = parse.mock.calls.filter(([text]) => text === BODY);
    parse.mockRestore();

    expect(status).toBe(401);
    expect(parsed).toEqual([]);
  });

  it("is told from a true one in a time that tells nothing of the right signature", async () => {
    const compare = vi.spyOn(crypto, "timingSafeEqual");
    syncBuiltinESMExports();
    const statuses = [await deliver(randomUUID(), { secret: "a guess" }), await deliver(randomUUID())];
    const results = compare.mock.results.map(({ value }) => value);
    compare.mockRestore();
    syncBuiltinESMExports();

    expect(statuses).toEqual([401, 202]);
    expect(results).toEqual([false, true]);
  });

  it("that replays a true one is acknowledged, and does nothing", async () => {
    const id = randomUUID();
    expect(await deliver(id)).toBe(202);
    const asked = requests();
    expect(asked).toBeGreaterThan(0);

    expect(await deliver(id)).toBe(202);
    expect(requests()).toBe(asked);
  });
});

describe("the log", () => {
  it("names no key, secret or token, even at its most talkative and when GitHub repeats them in an error", async () => {
    await deliver(randomUUID());
    const keyLines = PEM.split("\n").filter((line) => line.length > 20);

    expect(credentials.some((each) => each === "ghs_secret")).toBe(true);
    expect(logged.filter((line) => line.includes("Delivery failed"))).not.toEqual([]);
    const secrets = [...keyLines, SECRET, ...credentials.filter((each) => each !== "")];
    expect(secrets.filter((secret) => logged.some((line) => line.includes(secret)))).toEqual([]);
  });
});

/** The directives of an answer's Content-Security-Policy. */
const policyOf = ({ headers }: Response) => (headers.get("content-security-policy") ?? "").split("; ");

function expectSecure(response: Response): void {
  expect(policyOf(response)).toEqual(
    expect.arrayContaining(["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]),
  );
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("referrer-policy")).toMatch(/^(no-referrer|strict-origin)$/);
}

describe("every answer", () => {
  const documents = readdirSync("docs").filter((name) => name.endsWith(".md"));

  it.each([
    ...["/", "/nothing", "/healthz", "/readyz", "/metrics", "/ping", "/installed", "/api/github/webhooks"],
    ...documents.map((name) => `/docs/${name.replace(".md", "")}`),
  ])("to %s says that nothing runs, loads, or is framed", async (path) => {
    const response = await fetch(`${plimsoll.url}${path}`);

    expectSecure(response);
    // A page with markup allows its own style and nothing else.
    const style = policyOf(response).filter((each) => /^(script|style|img|connect|font)-src/.test(each));
    expect(style.filter((each) => !/^style-src 'sha256-[\w+/=]+'$/.test(each))).toEqual([]);
    expect(await response.text()).not.toMatch(/<script|\son\w+=|javascript:/i);
  });

  it("of the setup says so too", async () => {
    const options = {
      host: "127.0.0.1",
      port: 0,
      apiUrl: "https://api.github.com",
      publicUrl: undefined,
      kept: {},
    };
    const envPath = join(tmpdir(), randomUUID());
    const log = pino({ level: "silent" });
    const setup = await startSetup({ ...options, envPath, clock: () => at(2), log });
    const paths = ["/", "/healthz", "/readyz", "/nothing", "/setup", "/setup/done", setup.path];
    for (const path of paths)
      expectSecure(await fetch(`http://127.0.0.1:${setup.port}${path}`, { redirect: "manual" }));
    setup.stop();
    await setup.finished;
  });

  it("is one of those that the code has a path for", () => {
    const source = readFileSync("src/server/app.ts", "utf8");
    const added = [...source.matchAll(/addHandler\((.*)\);/g)].map(([, handler]) => handler);

    expect(added).toMatchInlineSnapshot(`
      [
        "route("/healthz", async () => undefined)",
        "route("/readyz", unreadiness)",
        "createMetricsPage(metrics)",
        "createInstalledPage({ secret, clock: options.clock, readProgress })",
        "handleDocs",
      ]
    `);
  });
});
