import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLI, COMPILED } from "../../dev/simulation/processes/cli.ts";
import { createSetupBrowser } from "./browser.ts";
import { CODE, type ManifestGitHub, startManifestGitHub } from "./github.ts";

let gitHub: ManifestGitHub;
let folder: string;
let child: ChildProcess;
let printed: string;

beforeEach(async () => {
  gitHub = await startManifestGitHub();
  folder = mkdtempSync(join(tmpdir(), "plimsoll-setup-"));
});

afterEach(() => {
  child.kill("SIGKILL");
  gitHub.close();
});

/** Starts the command in the folder, with nothing in the environment but what is given. */
function start(variables: Record<string, string> = {}): void {
  printed = "";
  child = spawn(process.execPath, [CLI, "start"], {
    env: { ...COMPILED, PORT: "0", HOST: "127.0.0.1", GITHUB_API_URL: gitHub.url, ...variables },
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
}

async function untilPrinted(pattern: RegExp): Promise<string> {
  while (!pattern.test(printed)) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${printed}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return pattern.exec(printed)?.[1] ?? "";
}

const untilInvited = () => untilPrinted(/Open (http:\S+)/);

describe("plimsoll start without an App", () => {
  it("says once where to create it, and what needs none, and ends in order on SIGINT", async () => {
    start();
    const link = new URL(await untilInvited());

    expect(
      printed
        .replace(link.port, "PORT")
        .replace(/token=[\w-]{43}/, "token=TOKEN")
        .replace(folder, ""),
    ).toMatchInlineSnapshot(`
        "Plimsoll has no GitHub App yet. Create it in your browser, in a minute:

          Open http://127.0.0.1:PORT/setup?token=TOKEN

        The link works once; if you reach this server at another address, put that in its place. The App's credentials
        are added to /.env, and the server goes on by itself.

        To see Plimsoll work without an App: npm run demo
        "
      `);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("ends in order on SIGTERM", async () => {
    start();
    await untilInvited();
    child.kill("SIGTERM");

    expect(await once(child, "exit")).toEqual([0, null]);
  });

  it("names what is wrong with its environment before it asks for an App", async () => {
    start({ DATABASE_URL: "postgres://x", PUBLIC_URL: "plimsoll" });

    expect((await once(child, "close"))[0]).toBe(1);
    expect(printed).toBe(`plimsoll: The environment is not right:
  DATABASE_URL must be file: and a path, such as file:./data/plimsoll.db, or postgres://USER:PASSWORD@HOST/DATABASE with the special characters of the password as %XX
  PUBLIC_URL must be a URL such as https://plimsoll.example.com
See .env.example.
`);
  });

  it("shows afterwards that GitHub's ping arrived, to the browser in which the App was created", async () => {
    start();
    const link = new URL(await untilInvited());
    const browser = createSetupBrowser(link.origin, link.origin);
    await browser.get(`${link.pathname}${link.search}`);
    const { text } = await browser.fillIn({ name: "Plimsoll", publicUrl: link.origin });
    const [, target = "", manifest = ""] =
      /action="(.*?)">\s*<.*?name="manifest" value="(.*?)"/.exec(text) ?? [];
    const body = new URLSearchParams({ manifest: manifest.replaceAll("&#34;", '"') });
    const sent = await fetch(target, { method: "POST", body, redirect: "manual" });
    const back = new URL(sent.headers.get("location") ?? "");
    const { headers } = await browser.get(`${back.pathname}${back.search}`);
    await untilPrinted(/"Plimsoll is listening"/);
    const [cookie = ""] = headers.get("set-cookie")?.split(";") ?? [];
    const installed = async (init: RequestInit) => (await fetch(`${link.origin}/installed`, init)).text();

    expect(text).toContain("This server has just reached itself");
    expect(await installed({ headers: { cookie } })).toContain(
      "GitHub reached this server at 2026-11-23 12:01 UTC.",
    );
    expect(await installed({})).not.toContain("12:01");
  });

  it("becomes the server once the App is created, and is the server at its next start", async () => {
    writeFileSync(join(folder, ".env"), "# ours\nAPP_ID=\n");
    start();
    const link = new URL(await untilInvited());
    const browser = createSetupBrowser(link.origin, link.origin);
    await browser.get(`${link.pathname}${link.search}`);
    const created = await browser.get(`/setup/done?code=${CODE}&state=${await browser.askGitHub()}`);
    await untilPrinted(/"Plimsoll is listening"/);

    expect(created.text).toContain("<h1>Your App is created</h1>");
    expect(await (await fetch(`${link.origin}/healthz`)).text()).toBe("ok\n");
    expect((await fetch(`${link.origin}/setup`)).status).toBe(404);
    expect((statSync(join(folder, ".env")).mode & 0o777).toString(8)).toBe("600");
    expect(parseEnv(readFileSync(join(folder, ".env"), "utf8"))).toMatchObject({
      APP_ID: "7",
      WEBHOOK_SECRET: "s3cret-made-by-GitHub",
      PUBLIC_URL: link.origin,
      GITHUB_API_URL: gitHub.url,
    });
    expect(printed).not.toMatch(/s3cret|PRIVATE KEY|a180b1a3/);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);

    start({ GITHUB_API_URL: "" });
    await untilPrinted(/"Plimsoll is listening"/);
    expect(printed).not.toContain("has no GitHub App");
  });
});
