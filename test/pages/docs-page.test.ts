import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parseHTML } from "linkedom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleDocs } from "../../src/pages/docs-page.ts";

const server = createServer((request, response) => {
  if (!handleDocs(request, response)) response.writeHead(404).end();
});

beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => void server.close());

const get = (path: string, method = "GET") =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method });

describe("the documents of the server", () => {
  it.each(["metric", "attribution", "configuration", "privacy", "for-everyone", "the-number"])(
    "%s can be read, and each link in it leads somewhere",
    async (name) => {
      const response = await get(`/docs/${name}`);
      const { document } = parseHTML(await response.text());
      const links = [...document.querySelectorAll("a")].map((link) => link.getAttribute("href") ?? "");
      const [anchors, others] = [
        links.filter((href) => href.startsWith("#")),
        links.filter((href) => !href.startsWith("#")),
      ];

      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(document.querySelectorAll("h1")).toHaveLength(1);
      expect(anchors.filter((href) => document.getElementById(href.slice(1)) === null)).toEqual([]);
      expect(
        others.filter(
          (href) =>
            !/^(?:https:\/\/|\/docs\/(?:metric|attribution|configuration|privacy|for-everyone|the-number)(?:#|$))/.test(
              href,
            ),
        ),
      ).toEqual([]);
    },
  );

  it.each(["/docs/", "/docs/architecture", "/docs/../package", "/docs/metric.md", "/docs/constructor"])(
    "do not include %s",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );

  it("are only read", async () => {
    expect((await get("/docs/metric", "POST")).status).toBe(404);
  });
});
