import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import nock from "nock";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { serveOrganizationPast } from "../../dev/simulation/past/organization-past.ts";
import { CLI, COMPILED, runCliIn } from "../../dev/simulation/processes/cli.ts";
import type { Digest } from "../../src/domain/metric/digest.ts";
import { runHereIn } from "../support/command-line.ts";
import { HANGING_MS } from "../support/limits.ts";
import { runUnread } from "../support/unread.ts";
import { type GitHubServer, startGitHub } from "./github-server.ts";
import { threeRepositories } from "./organization.ts";

const TOKEN = "ghp_the_right_one";
let github: GitHubServer;
/** The environment of a user of an Enterprise Server. */
let env: Record<string, string>;

beforeAll(async () => {
  nock.disableNetConnect();
  github = await startGitHub({ token: TOKEN });
  serveOrganizationPast(threeRepositories(1), { resetAt: new Date("2099-01-01T14:05Z") });
  env = { GITHUB_API_URL: `${github.url}/api/v3`, GITHUB_TOKEN: TOKEN };
});
afterAll(() => {
  github.close();
  nock.cleanAll();
});

/** Starts the command in a folder of its own. */
function start(given: Record<string, string>, ...args: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), "plimsoll-test-"));
  const run = () =>
    spawn(process.execPath, [CLI, "report", ...args], { cwd, env: { ...COMPILED, ...given, TMPDIR: cwd } });
  return { cwd, run };
}

describe("plimsoll report", () => {
  it("prints a digest, and what it used, asks an Enterprise Server at its own paths, and writes nothing", async () => {
    const { status, stdout, stderr } = await runCliIn(env, "report", "acme/shop", "--weeks", "104");

    expect([status, stderr.split("\n").at(-2)]).toEqual([
      0,
      expect.stringMatching(/^Used \d+ requests \(5,000 left\), \d+ points \([\d,]+ left\) until 14:05 UTC$/),
    ]);
    expect(stdout).toMatch(/^# Plimsoll · acme\/shop · \d{4}-W\d\d\n/);
    expect(github.asked.filter((each) => !each.startsWith("GET /api/v3/"))).toContain("POST /api/graphql");
    expect(new Set(github.asked.map((each) => each.split(" ")[0]))).toEqual(new Set(["GET", "POST"]));
    expect(github.asked.filter((each) => each.startsWith("POST") && !each.endsWith("/graphql"))).toEqual([]);
    expect([...github.authorizations]).toEqual([`token ${TOKEN}`]);
    expect(stdout + stderr).not.toContain(TOKEN);
  });

  it("writes a site with the digest as Markdown and as JSON into a folder", async () => {
    const { cwd, run } = start(env, "acme", "--weeks", "26", "--out", "out/site");
    const child = run();
    const [shown, said] = await Promise.all([text(child.stdout), text(child.stderr)]);

    const folder = join(cwd, "out", "site");
    expect(readdirSync(folder).sort()).toEqual([
      ...["digest.json", "digest.md", "index.html", "repositories", "style.css"],
    ]);
    expect(readFileSync(join(folder, "digest.md"), "utf8")).toBe(shown);
    expect(JSON.parse(readFileSync(join(folder, "digest.json"), "utf8"))).toMatchObject({ scope: "acme" });
    expect(said).toContain(`Written: ${join("out", "site", "index.html")} and 6 more`);
  });

  it("writes the site though nobody reads its output", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "site");
    const { status, stderr } = await runUnread(env, "report", "acme/lib", "--weeks", "2", "--out", folder);

    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Written: [\s\S]+\nUsed \d+ requests/m)]);
    expect(readdirSync(folder)).toContain("index.html");
  });

  it("asks GitHub nothing if the folder cannot be written", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "file");
    writeFileSync(file, "");
    const before = github.asked.length;

    expect(await runCliIn(env, "report", "acme/lib", "--out", file)).toEqual({
      status: 1,
      stdout: "",
      stderr: `plimsoll: --out ${file} is a file, or below a file: give another folder\n`,
    });
    expect(github.asked.length).toBe(before);
  });

  it("prints the figures of all complete weeks as CSV, of the whole and of each repository", async () => {
    const { status, stdout } = await runCliIn(env, "report", "acme", "--csv");
    const { weeks }: Digest = JSON.parse((await runCliIn(env, "report", "acme", "--json")).stdout);
    const rows: Readonly<Record<string, string>>[] = parse(stdout, { columns: true });
    const totals = rows.filter(
      ({ scope, metric }) => scope === "acme" && metric === "normalized_deployments",
    );
    const complete = weeks.filter(({ state }) => state !== "open");

    expect(status).toBe(0);
    expect(stdout.startsWith("scope,week,metric,value,low,high,state\r\n")).toBe(true);
    expect(complete.length).toBeGreaterThan(2);
    expect(totals.slice(-complete.length).map(({ week, value, state }) => [week, value, state])).toEqual(
      complete.map(({ week, total, state }) => [week, `${total}`, state]),
    );
    expect(new Set(rows.map(({ scope }) => scope))).toEqual(
      new Set(["acme", "acme/api", "acme/lib", "acme/shop"]),
    );
    expect(rows.filter(({ state }) => state === "open")).toEqual([]);
  });

  it("takes GH_TOKEN where there is no GITHUB_TOKEN", async () => {
    const { GITHUB_API_URL = "" } = env;
    const given = { GITHUB_API_URL, GITHUB_TOKEN: "", GH_TOKEN: TOKEN };
    expect((await runCliIn(given, "report", "acme/lib", "--weeks", "2", "--json")).status).toBe(0);
  });

  it("says in one line how to get a token where there is none", async () => {
    expect(await runCliIn({}, "report", "acme/shop")).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "plimsoll: there is no token for github.com: set GITHUB_TOKEN, or install GitHub's gh and run gh auth login --hostname github.com\n",
    });
  });

  it("says in one line that GitHub does not accept a token, and does not print it", async () => {
    expect(await runCliIn({ ...env, GITHUB_TOKEN: "ghp_wrong" }, "report", "acme/shop")).toEqual({
      status: 1,
      stdout: "",
      stderr: "plimsoll: GitHub does not accept the token of GITHUB_TOKEN: it is wrong, or has expired\n",
    });
  });

  it.each([
    [["a/b", "c/d"], "the repositories have several owners: a report is about one"],
    [["a", "a/b"], "a means all its repositories: leave it or the others out"],
    [["a/b/c"], "a/b/c is not a repository or an owner: write OWNER/REPO or OWNER"],
    [["a", "--weeks", "1"], "--weeks 1: write a number from 2 to 104"],
    [["a", "--weeks", "105"], "--weeks 105: write a number from 2 to 104"],
    [["a", "--week", "2027-W53"], "--week 2027-W53 is not an ISO week: write it as 2026-W47"],
    [
      ["a/b", "a/c", "--publish"],
      "--publish takes one OWNER/REPO, or OWNER: a part of an organization has no digest issue",
    ],
  ])("ends with 2 and one line when it is called wrongly: %j", async (args, message) => {
    expect(await runHereIn(env, "report", ...args)).toEqual({
      status: 2,
      stdout: "",
      stderr: `plimsoll: ${message}\n`,
    });
  });

  it("reads no .env of its folder, which might name another GitHub for the token", async () => {
    const { cwd, run } = start({}, "acme/shop");
    writeFileSync(join(cwd, ".env"), `GITHUB_API_URL=${github.url}\nGITHUB_TOKEN=${TOKEN}\n`);
    const before = github.asked.length;

    expect(await text(run().stderr)).toContain("there is no token for github.com");
    expect(github.asked.length).toBe(before);
  });

  it("leaves no file when it is killed half-way", async () => {
    const before = github.asked.length;
    const { cwd, run } = start(env, "acme");
    const child = run();
    const written = text(child.stdout);
    const queries = () => github.asked.slice(before).filter((each) => each.endsWith("/graphql"));
    await vi.waitUntil(() => queries().length > 3, { timeout: HANGING_MS, interval: 5 });
    child.kill("SIGKILL");
    await once(child, "close");

    expect(await written).toBe("");
    expect(readdirSync(cwd)).toEqual([]);
  });
});
