import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createInstalledPage } from "../../src/pages/installed-page.ts";
import { operatorCookie } from "../../src/pages/operator-cookie.ts";
import { PROGRESS } from "./progress.ts";

const SECRET = "the secret of the webhook";
const PUBLIC_URL = "https://plimsoll.example.com";
const CREATED = new Date("2026-11-23T09:00:00Z");

let now: Date;
let reads: number;

const handleInstalled = createInstalledPage({
  secret: SECRET,
  clock: () => now,
  readProgress: async () => {
    reads++;
    return PROGRESS;
  },
});

const server = createServer(async (request, response) => {
  if (!(await handleInstalled(request, response))) response.writeHead(404).end();
});

beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());
beforeEach(() => {
  now = CREATED;
  reads = 0;
});

const get = (path: string, method = "GET", cookie = "") =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method, headers: { cookie } });

const words = (text: string) =>
  text
    .slice(text.indexOf("<main>"))
    .replaceAll(/<[^>]+>/g, "")
    .trim();

describe("the page after the installation", () => {
  it("says what happens next, and shows nothing of what it was called with", async () => {
    const response = await get("/installed?installation_id=12345&setup_action=%3Cscript%3Einstall");
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("form-action 'none'");
    expect(text).not.toMatch(/12345|<script|setup_action/);
    expect(words(text)).toMatchInlineSnapshot(`
      "Plimsoll is installed
      There is nothing else to set up in repositories that create deployments or releases.
      What happens next

      A check run appears on each pull request at its next event: when it is opened, or pushed to.
      The first digest issue comes on the first Monday after work has shipped.
      With more than five repositories there is one digest for all, unless you chose otherwise: in a repository
      plimsoll-digest, or else .github, if none of them is less visible (public, internal, private). Only
      visibility is compared, not who has access. If you have none, create a private plimsoll-digest with the App on it.
      plimsoll status says if it has no place.

      If you want to say more
      A repository may hold .github/plimsoll.yml on its default branch: what counts as shipping, which environments are
      production, which files do not count. One in its owner's .github repository holds for all that have none."
    `);
  });

  it("answers nothing else", async () => {
    expect((await get("/installed/x")).status).toBe(404);
    expect((await get("/installed", "POST")).status).toBe(404);
  });
});

describe("the progress on that page", () => {
  const options = { secret: SECRET, now: CREATED, publicUrl: PUBLIC_URL };
  const [valid = ""] = operatorCookie(options).split(";");

  it("is for the browser in which the App was created, for 14 days", async () => {
    const text = async () => (await get("/installed?installation_id=1", "GET", `a=b; ${valid}`)).text();

    expect(await text()).toContain("acme/secret-shop");
    now = new Date(CREATED.getTime() + 14 * 86_400_000 - 1);
    expect(await text()).toContain("acme/secret-shop");
    now = new Date(CREATED.getTime() + 14 * 86_400_000);
    expect(await text()).not.toContain("acme/secret-shop");
    expect(reads).toBe(2);
  });

  it.each([
    ["no cookie", ""],
    ["one of another secret", operatorCookie({ ...options, secret: "another secret" }).split(";")[0]],
    ["one with a later end", valid.replace(/=\d+/, "=9999999999999")],
    ["one without a signature", valid.replace(/\..*/, ".")],
    ["one with half a signature", valid.slice(0, -10)],
    ["one without a number", valid.replace(/=\d+/, "=NaN")],
    ["another name", valid.replace("plimsoll_operator", "xplimsoll_operator")],
  ])("is not read for a browser with %s", async (_, cookie) => {
    const text = await (await get("/installed?installation_id=1", "GET", cookie)).text();

    expect(text).not.toContain("acme");
    expect(reads).toBe(0);
  });

  it("has a cookie that no script reads, that no other site sends, and that stays on TLS", () => {
    expect(operatorCookie(options)).toMatch(
      /^plimsoll_operator=\d+\.[\w-]{43}; Path=\/installed; Max-Age=1209600; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(operatorCookie({ ...options, publicUrl: "http://a.example/bot" })).toMatch(
      /; Path=\/bot\/installed; Max-Age=1209600; HttpOnly; SameSite=Lax$/,
    );
  });
});
