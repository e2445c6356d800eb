import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasChromium, startChromium } from "../../dev/browser.ts";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { sendPage } from "../../src/pages/page.ts";
import { progressPage } from "../../src/pages/progress-page.ts";
import { startSetup } from "../../src/setup/setup.ts";
import { PROGRESS } from "../pages/progress.ts";
import { findViolations } from "../support/accessibility.ts";
import { startManifestGitHub } from "./github.ts";

/** What is wrong with a page, for people who cannot see it well or hold a phone. */
async function findings(page: Page): Promise<string[]> {
  const violations = await findViolations(page);
  const isScrolled = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
  return [...violations.map(({ id }) => id), ...(isScrolled ? ["wider than the screen"] : [])];
}

let browser: Browser;
beforeAll(async () => {
  if (hasChromium) browser = await startChromium();
});
afterAll(() => browser?.close());

describe.skipIf(!hasChromium)("the page after the installation in a browser", () => {
  it.each([
    { scheme: "light", width: 1280 },
    { scheme: "dark", width: 390 },
  ] as const)(
    "shows the progress and the preview, $scheme and $width pixels wide",
    async ({ scheme, width }) => {
      const preview = DIGESTS["within its usual range"] ?? expect.fail("there is no such digest");
      const server = createServer((_, response) =>
        sendPage(response, progressPage({ ...PROGRESS, preview })),
      );
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;

      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
      await page.goto(`http://127.0.0.1:${port}/installed`);
      const found = [await page.locator("details").count(), await findings(page)];
      await page.close();
      server.close();

      expect(found).toEqual([expect.any(Number), []]);
      expect(found[0]).toBeGreaterThan(0);
    },
  );
});

describe.skipIf(!hasChromium)("the setup in a browser", () => {
  it.each([
    { scheme: "light", width: 1280 },
    { scheme: "dark", width: 390 },
  ] as const)("leads through GitHub and back, $scheme and $width pixels wide", async ({ scheme, width }) => {
    const gitHub = await startManifestGitHub();
    const setup = await startSetup({
      host: "localhost",
      port: 0,
      apiUrl: gitHub.url,
      publicUrl: undefined,
      envPath: join(mkdtempSync(join(tmpdir(), "plimsoll-setup-")), ".env"),
      kept: {},
      clock: () => new Date(),
      log: pino({ level: "silent" }),
    });
    const url = `http://localhost:${setup.port}`;

    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const seen: unknown[] = [];
    const look = async () => seen.push([await page.textContent("h1"), await findings(page)]);
    await page.goto(`${url}/setup`);
    await look();
    await page.goto(`${url}${setup.path}`);
    await look();
    await page.getByLabel("Organization (optional)").fill("acme/shop");
    await page.getByLabel("Address of this server").fill("");
    await page.getByRole("button").click();
    await look();
    await page.getByLabel("Organization (optional)").fill("acme");
    await page.getByLabel("Address of this server").fill(url);
    await page.getByRole("button").click();
    await look();
    await page.getByRole("button").click();
    await page.waitForURL(/\/setup\/done/);
    await look();
    await page.close();

    expect(seen).toEqual([
      ["Open the link that Plimsoll printed", []],
      ["Create your GitHub App", []],
      ["Create your GitHub App", []],
      ["Review, and create it on GitHub", []],
      ["Your App is created", []],
    ]);
    expect(gitHub.manifests).toMatchObject([{ name: "Plimsoll", redirect_url: `${url}/setup/done` }]);
    expect(await setup.finished).toHaveProperty("APP_ID", "7");
    gitHub.close();
  });
});
