import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isOperator } from "../../src/pages/operator-cookie.ts";
import { type Setup, startSetup } from "../../src/setup/setup.ts";
import { createSetupBrowser, PUBLIC_URL, type SetupBrowser } from "./browser.ts";
import { CODE, type ManifestGitHub, PRIVATE_KEY, startManifestGitHub } from "./github.ts";

const SILENT = pino({ level: "silent" });

let gitHub: ManifestGitHub;
let setup: Setup;
let envPath: string;
let url: string;
let now: Date;

/** A proxy that leads from the public address to the setup. */
const atPublicUrl: typeof fetch = (input, init) => fetch(String(input).replace(PUBLIC_URL, url), init);

async function restart(
  more: { publicUrl?: string; apiUrl?: string; send?: typeof fetch } = {},
): Promise<void> {
  setup?.stop();
  setup = await startSetup({
    host: "127.0.0.1",
    port: 0,
    apiUrl: gitHub.url,
    publicUrl: undefined,
    envPath,
    kept: { GITHUB_API_URL: gitHub.url },
    clock: () => now,
    log: SILENT,
    send: atPublicUrl,
    ...more,
  });
  url = `http://127.0.0.1:${setup.port}`;
}

beforeEach(async () => {
  now = new Date("2026-11-23T09:00:00Z");
  envPath = join(mkdtempSync(join(tmpdir(), "plimsoll-setup-")), ".env");
  gitHub = await startManifestGitHub();
  await restart();
});

afterEach(async () => {
  setup.stop();
  await setup.finished;
  gitHub.close();
});

/** A browser that opened the printed link. */
const openBrowser = () => openBrowserAt(PUBLIC_URL);

async function openBrowserAt(publicUrl: string) {
  const browser = createSetupBrowser(url, publicUrl);
  await browser.get(setup.path);
  return browser;
}

/** The cookie of a browser that opened the printed link. */
async function openedCookie(): Promise<string> {
  const { headers } = await fetch(`${url}${setup.path}`, { redirect: "manual" });
  return headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** A body that never ends. */
const endless = () =>
  new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.alloc(1_000, "a")) });

const titleOf = ({ text }: { text: string }) => /<h1>(.*?)<\/h1>/.exec(text)?.[1];
const done = (state: string, code = CODE) => `/setup/done?code=${code}&state=${state}`;

describe("the door of the setup", () => {
  it("is closed to all that do not come from the printed link, wherever they come from", async () => {
    for (const path of ["/", "/setup", "/setup?token=wrong", "/setup/done?code=a&state=b"]) {
      const seen = await createSetupBrowser(url).get(path);

      expect([path, seen.status, titleOf(seen)]).toEqual([path, 403, "Open the link that Plimsoll printed"]);
    }
    expect((await createSetupBrowser(url).fillIn({ name: "Plimsoll" })).status).toBe(403);
  });

  it("opens once, to one browser, and leaves the token out of the address", async () => {
    const first = await fetch(`${url}${setup.path}`, { redirect: "manual" });
    const second = await fetch(`${url}${setup.path}`, { redirect: "manual" });

    expect([first.status, first.headers.get("location"), second.status]).toEqual([303, "setup", 403]);
    expect(first.headers.get("set-cookie")).toMatch(/^plimsoll_setup=[\w-]{43}; HttpOnly; SameSite=Lax$/);
  });

  it("opens behind a proxy that puts a path before ours, though nobody has given the address yet", async () => {
    const { headers } = await fetch(`${url}${setup.path}`, { redirect: "manual" });
    const cookie = headers.get("set-cookie") ?? "";
    // RFC 6265, section 5.1.4: without a path, the folder of the address that the browser sees.
    const [, path = "/plimsoll"] = /; Path=([^;]+)/.exec(cookie) ?? [];

    expect("/plimsoll/setup".startsWith(`${path}/`)).toBe(true);
  });

  it("opens to a browser that still has the cookie of an earlier setup", async () => {
    const cookie = `plimsoll_setup=earlier; ${await openedCookie()}`;

    expect((await fetch(`${url}/setup`, { headers: { cookie } })).status).toBe(200);
  });

  it("lets the browser that it opened to follow the link again", async () => {
    const browser = await openBrowser();

    expect(titleOf(await browser.get(setup.path))).toBe("Create your GitHub App");
  });

  it("keeps the cookie to https behind a proxy that speaks it", async () => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "plimsoll.example.com" };
    const { headers: answered } = await fetch(`${url}${setup.path}`, { redirect: "manual", headers });

    expect(answered.get("set-cookie")).toMatch(/; Secure$/);
  });

  it("takes no form of another page, though the browser's cookie comes along", async () => {
    const cookie = await openedCookie();
    const send = (site: string) =>
      fetch(`${url}/setup`, {
        method: "POST",
        body: new URLSearchParams({ name: "Plimsoll", publicUrl: "https://plimsoll.example.com" }),
        headers: { cookie, "sec-fetch-site": site },
      });

    expect((await send("same-site")).status).toBe(403);
    expect((await send("cross-site")).status).toBe(403);
    expect((await send("same-origin")).status).toBe(200);
  });

  it("takes no form of another port where the browser says only its origin, over plain HTTP", async () => {
    const cookie = await openedCookie();
    const send = (origin?: string) =>
      fetch(`${url}/setup`, {
        method: "POST",
        body: new URLSearchParams({ name: "Plimsoll", publicUrl: "https://plimsoll.example.com" }),
        headers: { cookie, ...(origin !== undefined && { origin }) },
      });
    const statuses = [];
    for (const origin of [
      `http://127.0.0.1:${setup.port + 1}`,
      "http://127.0.0.1",
      "null",
      "x",
      undefined,
      url,
    ])
      statuses.push((await send(origin)).status);

    expect(statuses).toEqual([403, 403, 403, 403, 403, 200]);
  });

  it.each([
    ["ping", 202],
    ["installation", 503],
    ["", 503],
  ])(
    "answers GitHub's event %j with %i, so that its log shows the way to this server",
    async (event, status) => {
      const headers = { "x-github-event": event };
      const answer = await fetch(`${url}/api/github/webhooks`, { method: "POST", body: "{}", headers });

      expect(answer.status).toBe(status);
    },
  );

  it("tells health checks that the process is up, and not ready", async () => {
    const health = await fetch(`${url}/healthz`);
    const readiness = await fetch(`${url}/readyz`);

    expect([health.status, readiness.status]).toEqual([200, 503]);
    expect(await readiness.text()).toBe("the setup is not finished\n");
  });
});

describe("the first step", () => {
  it("takes the address from nothing that a proxy or a sender says", async () => {
    await restart({ apiUrl: "https://api.github.com" });
    const headers = {
      cookie: await openedCookie(),
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.example",
      "x-forwarded-for": "evil.example",
      forwarded: "host=evil.example;proto=https",
    };
    const asked = await fetch(`${url}/setup`, { headers });
    const body = new URLSearchParams({ name: "Plimsoll", publicUrl: PUBLIC_URL });
    const reviewed = await fetch(`${url}/setup`, {
      method: "POST",
      body,
      headers: { ...headers, origin: PUBLIC_URL, "sec-fetch-site": "same-origin" },
    });
    const texts = [await asked.text(), await reviewed.text()];

    expect(texts[0]).toContain('name="publicUrl" value=""');
    expect(texts[1]).toContain("https://plimsoll.example.com/setup/done");
    expect(texts.join()).not.toContain("evil");
  });

  it("says in one line what is wrong with an answer, and keeps what was filled in", async () => {
    const browser = await openBrowser();
    const seen = await browser.fillIn({ organization: "acme/shop", name: "Plimsoll", publicUrl: "x" });

    expect(seen.status).toBe(422);
    expect(
      [...seen.text.matchAll(/class="wrong" id="(.*?)-wrong">(.*?)</g)].map(([, ...found]) => found),
    ).toEqual([
      ["organization", `Give its name alone, as in ${gitHub.url}/NAME`],
      ["publicUrl", "Give an address such as https://plimsoll.example.com, without a query"],
    ]);
    expect(seen.text).toContain('value="acme/shop"');
  });

  it("asks for no address when the environment says it, and takes no other", async () => {
    await restart({ publicUrl: "https://set.example.com" });
    const browser = await openBrowser();
    const asked = await browser.get("/setup");
    const seen = await browser.fillIn({ name: "Plimsoll", publicUrl: "https://other.example.com" });

    expect(asked.text).toMatch(/value="https:\/\/set\.example\.com"[^>]* readonly>/);
    expect(seen.text).toContain("https://set.example.com/api/github/webhooks");
    expect(seen.text).not.toContain("other.example.com");
  });

  it.each([
    ["application/json", '{"name":"Plimsoll"}', 415],
    ["multipart/form-data; boundary=x", "--x--", 415],
    ["text/plain", "name=Plimsoll", 415],
    ["", "name=Plimsoll", 415],
    ["Application/X-WWW-Form-Urlencoded; charset=utf-8", "name=Plimsoll", 422],
  ])("answers a body of type %j, %j, with %i", async (type, body, status) => {
    const headers = { cookie: await openedCookie(), origin: url, "content-type": type };

    expect((await fetch(`${url}/setup`, { method: "POST", body, headers })).status).toBe(status);
  });

  it("refuses a form that is too long, whether it says so or not", async () => {
    const long = `name=${"n".repeat(100_000)}`;
    const send = async (body: string | ReadableStream) => {
      const headers = { cookie, origin: url, "content-type": "application/x-www-form-urlencoded" };
      const init = { method: "POST", body, headers, duplex: "half" };
      return (await fetch(`${url}/setup`, init)).status;
    };
    const cookie = await openedCookie();

    expect(await send(long)).toBe(413);
    expect(await send(new Blob([long]).stream())).toBe(413);
  });

  it("says before anything is created that the credentials have nowhere to go", async () => {
    writeFileSync(envPath, "APP_ID=1\n");
    const seen = await (await openBrowser()).get("/setup");

    expect([seen.status, titleOf(seen)]).toEqual([409, "The credentials have nowhere to go"]);
    expect(seen.text).toContain("it sets APP_ID already");
  });
});

describe("the second step", () => {
  it("brings GitHub the manifest of app.yml, with the addresses of this server", async () => {
    const browser = await openBrowser();
    const { text } = await browser.fillIn({
      organization: "acme",
      name: "Plimsoll Acme",
      publicUrl: "https://plimsoll.example.com/",
    });
    const [, manifest = ""] = /name="manifest" value="(.*?)"/.exec(text) ?? [];

    expect(text).toContain(`action="${gitHub.url}/organizations/acme/settings/apps/new?state=`);
    expect(JSON.parse(manifest.replaceAll("&#34;", '"'))).toMatchObject({
      name: "Plimsoll Acme",
      hook_attributes: { url: "https://plimsoll.example.com/api/github/webhooks", active: true },
      redirect_url: "https://plimsoll.example.com/setup/done",
      setup_url: "https://plimsoll.example.com/installed",
      setup_on_update: false,
      public: false,
      default_permissions: { contents: "read", checks: "write", issues: "write" },
      default_events: expect.arrayContaining(["pull_request", "deployment_status"]),
    });
  });

  it("creates the App on one's own account without an organization", async () => {
    const browser = await openBrowser();
    const { text } = await browser.fillIn({ name: "Plimsoll", publicUrl: "https://plimsoll.example.com" });

    expect(text).toContain(`action="${gitHub.url}/settings/apps/new?state=`);
  });

  it("lets its form go to GitHub and to itself, and nothing else in", async () => {
    const browser = await openBrowser();
    const { headers } = await browser.fillIn({ name: "Plimsoll", publicUrl: "https://plimsoll.example.com" });

    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127[^ ]+; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("strict-origin");
    expect(headers.get("cache-control")).toBe("no-store");
  });
});

describe("a browser at another address than the public one", () => {
  const answers = { name: "Plimsoll", publicUrl: PUBLIC_URL };
  const next = (text: string) =>
    /href="https:\/\/plimsoll\.example\.com(\/setup\?review&#38;token=[\w-]+)"/.exec(text)?.[1];

  it("goes on there, with what it filled in, and only with the link", async () => {
    const local = await openBrowserAt("http://localhost:3000");
    const reviewed = await local.fillIn(answers);
    const path = next(reviewed.text)?.replace("&#38;", "&") ?? "";
    const there = createSetupBrowser(url);

    expect(reviewed.text).not.toContain("Create it on GitHub</button>");
    expect(reviewed.headers.get("content-security-policy")).toContain("form-action 'none'");
    expect((await there.get("/setup?review")).status).toBe(403);
    expect((await there.get(path)).text).toContain("Create it on GitHub</button>");
    expect((await createSetupBrowser(url).get(path)).status).toBe(403);
  });

  it.each([
    ["another form", (local: SetupBrowser) => local.fillIn(answers)],
    ["a wrong form", (local: SetupBrowser) => local.fillIn({ ...answers, publicUrl: "x" })],
    ["the same page again", (local: SetupBrowser) => local.get("/setup?review")],
    ["a new start", (local: SetupBrowser) => local.get("/setup")],
  ])("loses its link with %s, since a wrong address may have received it", async (_, goOn) => {
    const local = await openBrowserAt("http://localhost:3000");
    const { text } = await local.fillIn(answers);
    const path = next(text)?.replace("&#38;", "&") ?? expect.fail("there is no link");
    await goOn(local);

    expect((await createSetupBrowser(url).get(path)).status).toBe(403);
  });

  it("is warned of the link where this server does not reach itself", async () => {
    const warning = "opens this setup to the server at that address";
    const local = await openBrowserAt("http://localhost:3000");
    const reached = await local.fillIn(answers);
    await restart({ send: async () => new Response("another server") });
    const missed = await (await openBrowserAt("http://localhost:3000")).fillIn(answers);

    expect([next(reached.text), next(missed.text)]).toEqual([expect.anything(), expect.anything()]);
    expect(reached.text).not.toContain(warning);
    expect(missed.text).toContain(warning);
  });
});

describe("the check of the address", () => {
  const answers = { name: "Plimsoll", publicUrl: PUBLIC_URL };
  const textOf = async (send: typeof fetch) => {
    await restart({ send });
    return (await (await openBrowser()).fillIn(answers)).text.replaceAll(/\s+/g, " ");
  };
  const failing = (code: string) => async () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("secret text"), { code }) });
  };

  it("asks our own path once, and knows our answer", async () => {
    const asked: string[] = [];
    const text = await textOf((input, init) => {
      asked.push(String(input));
      return atPublicUrl(input, init);
    });

    expect(text).toContain(
      "This server has just reached itself at <code>https://plimsoll.example.com</code>",
    );
    expect(asked).toEqual([
      expect.stringMatching(/^https:\/\/plimsoll\.example\.com\/setup\/reach\?question=[\w-]{43}$/),
    ]);
    expect((await fetch(String(asked[0]).replace(PUBLIC_URL, url))).status).toBe(404);
  });

  it.each([
    ["no name", failing("ENOTFOUND"), "this server finds no such name"],
    ["a closed port", failing("ECONNREFUSED"), "nothing accepts the connection"],
    ["a wrong certificate", failing("DEPTH_ZERO_SELF_SIGNED_CERT"), "its certificate is not valid"],
    [
      "no answer",
      async () => {
        throw new DOMException("late", "TimeoutError");
      },
      "there is no answer within five seconds",
    ],
    ["a page", async () => new Response("<b>secret text</b>"), "something else answers there"],
    ["an endless page", async () => new Response(endless()), "something else answers there"],
    ["an error", async () => new Response("secret text", { status: 502 }), "something else answers there"],
  ] as const)(
    "says what is wrong with %s, shows nothing of it, and lets it be checked again",
    async (_, send, reason) => {
      const text = await textOf(send);

      expect(text).toContain(`does not reach itself at <code>https://plimsoll.example.com</code>: ${reason}`);
      expect(text).toContain('<a href="setup?review">check again</a>');
      expect(text).not.toContain("secret");
    },
  );

  it("follows no redirection, not even to our own answer", async () => {
    const other = createServer((request, response) => {
      response.writeHead(302, { location: `${url}${request.url}` }).end();
    });
    await once(other.listen(0, "127.0.0.1"), "listening");
    const { port } = other.address() as AddressInfo;
    const text = await textOf((input, init) =>
      fetch(String(input).replace(PUBLIC_URL, `http://127.0.0.1:${port}`), init),
    );
    other.close();

    expect(text).toContain("it redirects elsewhere");
  });

  it("sees the address again after it was mended", async () => {
    let isMended = false;
    await restart({ send: (...asked) => (isMended ? atPublicUrl(...asked) : failing("ENOTFOUND")()) });
    const browser = await openBrowser();
    const before = await browser.fillIn(answers);
    isMended = true;

    expect(before.text).toContain("this server finds no such name");
    expect((await browser.get("/setup?review")).text).toContain("has just reached itself");
  });

  it("says that a private address is out of the reach of the internet", async () => {
    await restart({ send: failing("ECONNREFUSED") });
    const browser = await openBrowser();
    const text = async (publicUrl: string) => (await browser.fillIn({ name: "Plimsoll", publicUrl })).text;

    expect(await text("http://10.1.2.3")).toContain("leads into a private network");
    expect(await text("http://[fd00::1]")).toContain("leads into a private network");
    expect(await text("http://192.0.2.1")).not.toContain("leads into a private network");
  });
});

describe("the return from GitHub", () => {
  it("writes who gets digests, and where, if that was answered", async () => {
    const browser = await openBrowser();
    const { text } = await browser.fillIn({
      name: "Plimsoll",
      publicUrl: "https://plimsoll.example.com",
      digestPer: "organization",
      digestRepository: "reports",
    });
    expect(text).toContain("<dd>one for the organization in reports</dd>");
    await browser.get(done(/[?&]state=([\w-]+)/.exec(text)?.[1] ?? ""));

    expect(parseEnv(readFileSync(envPath, "utf8"))).toMatchObject({
      DIGEST_PER: "organization",
      DIGEST_REPOSITORY: "reports",
    });
  });

  it("writes the credentials for their owner alone, says where, and frees the port", async () => {
    const browser = await openBrowser();
    const seen = await browser.get(done(await browser.askGitHub()));
    const variables = {
      APP_ID: "7",
      WEBHOOK_SECRET: "s3cret-made-by-GitHub",
      PUBLIC_URL: "https://plimsoll.example.com",
      GITHUB_API_URL: gitHub.url,
    };

    expect([seen.status, titleOf(seen)]).toEqual([200, "Your App is created"]);
    expect(seen.text).toContain(`href="${gitHub.url}/apps/plimsoll/installations/new"`);
    expect(seen.text).not.toContain("s3cret-made-by-GitHub");
    expect(gitHub.asked).toEqual([`POST /app-manifests/${CODE}/conversions`]);
    expect(await setup.finished).toEqual({ ...variables, PRIVATE_KEY });
    expect((statSync(envPath).mode & 0o777).toString(8)).toBe("600");
    expect(parseEnv(readFileSync(envPath, "utf8"))).toEqual({
      ...variables,
      PRIVATE_KEY: PRIVATE_KEY.trim().replaceAll("\n", "\\n"),
    });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("lets that browser alone see the progress afterwards", async () => {
    const browser = await openBrowser();
    const { headers } = await browser.get(done(await browser.askGitHub()));
    const cookie = headers.get("set-cookie") ?? "";
    const request = { headers: { cookie: cookie.split(";")[0] } } as IncomingMessage;

    expect(cookie).toMatch(/; Path=\/installed; .*; HttpOnly; SameSite=Lax; Secure$/);
    expect(isOperator(request, { secret: "s3cret-made-by-GitHub", now })).toBe(true);
    expect(isOperator(request, { secret: "s3cret-made-by-another", now })).toBe(false);
  });

  it("frees the port though connections stay open that ask for nothing", async () => {
    const idle = connect(setup.port, "127.0.0.1");
    const browser = await openBrowser();
    await browser.get(done(await browser.askGitHub()));

    expect(await setup.finished).toHaveProperty("APP_ID", "7");
    idle.destroy();
  });

  it.each([
    ["no state", async () => `/setup/done?code=${CODE}`],
    ["a state that was never given", async () => done("a".repeat(43))],
    ["no code", async (state: string) => `/setup/done?state=${state}`],
  ])("with %s changes nothing", async (_, pathOf) => {
    const browser = await openBrowser();
    const seen = await browser.get(await pathOf(await browser.askGitHub()));

    expect([seen.status, titleOf(seen)]).toEqual([400, "This return from GitHub is not expected"]);
    expect([gitHub.asked, existsSync(envPath)]).toEqual([[], false]);
  });

  it("changes nothing after an hour", async () => {
    const browser = await openBrowser();
    const state = await browser.askGitHub();
    now = new Date("2026-11-23T10:00:00Z");

    expect((await browser.get(done(state))).status).toBe(400);
    expect(gitHub.asked).toEqual([]);
  });

  it("changes nothing in a browser that did not ask", async () => {
    const state = await (await openBrowser()).askGitHub();

    expect((await createSetupBrowser(url).get(done(state))).status).toBe(403);
    expect(gitHub.asked).toEqual([]);
  });

  it.each([404, 422])("ends the attempt when GitHub answers the code with %i", async (status) => {
    gitHub.status = status;
    const browser = await openBrowser();
    const state = await browser.askGitHub();
    const seen = await browser.get(done(state));

    expect([seen.status, titleOf(seen)]).toEqual([502, "GitHub gave no credentials"]);
    expect(seen.text).toContain("it works once, and for an hour");
    expect((await browser.get(done(state))).status).toBe(400);
    expect(existsSync(envPath)).toBe(false);
  });

  it("can be tried again when GitHub fails", async () => {
    gitHub.status = 503;
    const browser = await openBrowser();
    const state = await browser.askGitHub();
    const failed = await browser.get(done(state));
    gitHub.status = 201;
    const retried = await browser.get(done(state));

    expect(failed.text).toContain("<strong>Reload this page</strong>");
    expect(titleOf(retried)).toBe("Your App is created");
  });

  it("can be tried again when GitHub is not reached", async () => {
    await restart({ apiUrl: "http://127.0.0.1:9" });
    const browser = await openBrowser();
    const seen = await browser.get(done(await browser.askGitHub()));

    expect([seen.status, titleOf(seen)]).toEqual([502, "GitHub gave no credentials"]);
    expect(seen.text).toContain("<strong>Reload this page</strong>");
  });

  it("goes on with credentials that could not be written after all, and shows them to that browser", async () => {
    // To look at, nothing is there; to create it, something is.
    symlinkSync(join(tmpdir(), "plimsoll-nowhere", "env"), envPath);
    const browser = await openBrowser();
    const seen = await browser.get(done(await browser.askGitHub()));

    expect([seen.status, titleOf(seen)]).toEqual([200, "Your App is created"]);
    expect(seen.text).toContain("</code>: the system answers ");
    expect(seen.text).toMatch(
      /<textarea[^>]*>APP_ID=7\nPRIVATE_KEY=.*\nWEBHOOK_SECRET=s3cret-made-by-GitHub\n/,
    );
    expect(await setup.finished).toMatchObject({ APP_ID: "7", PRIVATE_KEY });
  });

  it("asks GitHub for nothing while the credentials have nowhere to go, and can be tried again", async () => {
    const browser = await openBrowser();
    const state = await browser.askGitHub();
    writeFileSync(envPath, "WEBHOOK_SECRET=another\n");
    const refused = await browser.get(done(state));

    expect([refused.status, gitHub.asked]).toEqual([409, []]);
    expect(readFileSync(envPath, "utf8")).toBe("WEBHOOK_SECRET=another\n");
    rmSync(envPath);
    expect(titleOf(await browser.get(done(state)))).toBe("Your App is created");
  });
});

describe("the address of the setup", () => {
  it("names the port when it is taken", async () => {
    await expect(
      startSetup({
        host: "127.0.0.1",
        port: setup.port,
        apiUrl: gitHub.url,
        publicUrl: undefined,
        envPath,
        kept: {},
        clock: () => now,
        log: SILENT,
      }),
    ).rejects.toThrow(`Port ${setup.port} is already in use`);
  });

  it.each(["//", "/nothing", "/setup/", "/setup/done/x"])("has no page at %s", async (path) => {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  });
});
