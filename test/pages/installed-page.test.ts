import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleInstalled } from "../../src/pages/installed-page.ts";

const server = createServer((request, response) => {
  if (!handleInstalled(request, response)) response.writeHead(404).end();
});

beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());

const get = (path: string, method = "GET") =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });

describe("the page after the installation", () => {
  it("says what happens next, and shows nothing of what it was called with", async () => {
    const response = await get("/installed?installation_id=12345&setup_action=%3Cscript%3Einstall");
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toContain("form-action 'none'");
    expect(text).not.toMatch(/12345|<script|setup_action/);
    expect(
      text
        .slice(text.indexOf("<main>"))
        .replaceAll(/<[^>]+>/g, "")
        .trim(),
    ).toMatchInlineSnapshot(`
      "Plimsoll is installed
      There is nothing else to set up in repositories that create deployments or releases.
      What happens next

      A check run appears on each pull request at its next event: when it is opened, or pushed to.
      The first digest issue comes on the first Monday after work has shipped.
      With more than five repositories there is one digest for all, unless you chose otherwise: in a repository
      plimsoll-digest, .github-private or .github that nobody can read who may not know of all of
      them. If you have none, create a private plimsoll-digest with the App on it. plimsoll status says if
      it has no place.

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
