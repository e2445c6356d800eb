import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { busyPast } from "../../dev/simulation/clone/busy-past.ts";
import { Past } from "../../dev/simulation/clone/past.ts";
import { createRepository } from "../../dev/simulation/clone/repository.ts";
import { CLI, COMPILED } from "../../dev/simulation/processes/cli.ts";
import { runHereIn } from "../support/command-line.ts";
import { HANGING_MS } from "../support/limits.ts";
import { runUnread } from "../support/unread.ts";

const { path } = busyPast(6);

/** In this process, which is quicker. */
function preview(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runHereIn(env, "preview", ...args);
}

/** As a user does, in a process of its own. */
function previewAlone(env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "preview", path], {
    env: { ...COMPILED, PATH: process.env.PATH, ...env },
    encoding: "utf8",
    timeout: HANGING_MS,
  });
  return { status, stdout, stderr };
}

describe("preview", () => {
  it("prints the digest of a clone, without colours in a pipe", () => {
    const { status, stdout, stderr } = previewAlone();

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Plimsoll · local\/repository · 2026-W\d\d\n\nThe newest commit is \d+ weeks old [\s\S]+?\n\n {2}\d normalized deployments in 2026-W\d\d\n/,
    );
    expect(stdout).not.toContain("\x1b");
  });

  it("has colours where they are forced", async () => {
    expect((await preview([path], { FORCE_COLOR: "1" })).stdout).toContain("\x1b[1m");
  });

  it("prints the numbers as digest --json does, with tools and what it was made from", async () => {
    const { status, stdout } = await preview([path, "--json", "--weeks", "4", "--ship", "merges"]);
    const found = JSON.parse(stdout);

    expect(status).toBe(0);
    expect(found).toMatchObject({
      ...{ definition: 2, scope: "local/repository", ship: "merges", deployments: { seen: 0 } },
      preview: { branch: "main", isShallow: false, isShipTold: true },
    });
    expect(found.weeks).toHaveLength(4);
    expect(found.weeks.at(-1)).toEqual({
      ...{ week: found.week, state: found.state, total: found.normalizedDeployments.total },
      ...{ aiAssisted: found.normalizedDeployments.aiAssisted, tools: found.tools },
    });
  });

  it("writes the digest and the report into a folder that it makes", async () => {
    const folder = join(mkdtempSync(join(tmpdir(), "plimsoll-out-")), "a", "b");
    const { status, stderr } = await preview([path, "--out", folder]);

    expect(status).toBe(0);
    expect(stderr).toBe(`Written: ${join(folder, "digest.md")}, ${join(folder, "report.html")}\n`);
    expect(readFileSync(join(folder, "digest.md"), "utf8")).toMatch(/^# Plimsoll · `local\/repository`/);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("writes its files though nobody reads its output", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-out-"));
    const { status, stderr } = await runUnread({ PATH: process.env.PATH }, "preview", path, "--out", folder);

    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Written: .+\n$/)]);
    expect(readdirSync(folder)).toEqual(["digest.md", "report.html"]);
  });

  it.each([
    ["2026-06-20", "2026-06-21T00:00:00.000Z"],
    ["2026-06-20T12:30", "2026-06-20T12:30:00.000Z"],
    ["2026-06-20T12:30:15", "2026-06-20T12:30:15.000Z"],
    ["2026-06-20T12:30Z", "2026-06-20T12:30:00.000Z"],
    ["2026-06-20T12:30+02:00", "2026-06-20T10:30:00.000Z"],
  ])("looks back from %s, a day's end or a time, in UTC unless it has a zone", async (until, asOf) => {
    const { stdout } = await preview([path, "--until", until, "--json"], { TZ: "America/New_York" });

    expect(JSON.parse(stdout).preview.asOf).toBe(asOf);
  });

  it("takes the week that ends with the day", async () => {
    const { stdout } = await preview([path, "--until", "2026-06-21", "--ship", "merges", "--json"]);

    expect(JSON.parse(stdout).week).toBe("2026-W25");
    expect((await preview([path, "--until", "2026-06-21"])).stdout).toMatch(/as\s+of\s+21\s+Jun\s+2026/);
  });

  it.each([
    [["--ship", "deployments"], "--ship deployments: write auto, releases, merges"],
    [["--weeks", "0"], "--weeks 0: write a number from 1 to 104"],
    [["--weeks", "a few"], "--weeks a few: write a number from 1 to 104"],
    [["--weeks", "1e1"], "--weeks 1e1: write a number from 1 to 104"],
    [["--until", "9999-12-31"], "--until 9999-12-31: write a date that has come"],
    [["--until", "yesterday"], "--until yesterday: write a date, such as 2026-11-21"],
  ])("W9: refuses %j in one line", async (args, message) => {
    expect(await preview([path, ...args])).toEqual({
      status: 2,
      stdout: "",
      stderr: `plimsoll: ${message}\n`,
    });
  });

  it("W9: refuses a time before its first commit", async () => {
    const stderr = `plimsoll: ${path} has no commit before 2020-01-01: give a later --until\n`;

    expect(await preview([path, "--until", "2020-01-01"])).toEqual({ status: 1, stdout: "", stderr });
  });

  it("names a config that is not right, and every key of it", async () => {
    const past = new Past();
    past.commit("config", { contents: { ".github/plimsoll.yml": "shop: releases\nexclude: 5\n" } });
    const { status, stderr } = await preview([past.path]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^plimsoll: the config of .* is not right:\n.*shop.*\n.*exclude/);
  });

  it("says what is no clone, and where it may not write", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "plimsoll-out-")), "file");
    writeFileSync(file, "");

    expect((await preview([createRepository().path])).stderr).toContain("has no commit at its HEAD");
    expect((await preview([path, "--out", join(file, "below")])).stderr).toBe(
      `plimsoll: --out ${join(file, "below")} is a file, or below a file: give another folder\n`,
    );
    expect((await preview(["no-clone", "--out", file])).stderr).toContain(`--out ${file} is a file`);
    expect((await preview([])).status).toBe(2);
    expect(existsSync(join(file, "below"))).toBe(false);
    // Linux says of this folder that it is not there, and of the one above that it is.
    if (existsSync("/proc/self"))
      expect((await preview([path, "--out", "/proc/none/at/all"])).status).toBe(1);
  });

  it("makes the digest of an organization from several clones, on every surface", async () => {
    const others = ["shop", "api"].map((name) => {
      return busyPast(6, { origin: `https://github.com/acme/${name}.git` }).path;
    });
    const out = mkdtempSync(join(tmpdir(), "plimsoll-out-"));
    const { status, stdout } = await preview([...others, "--out", out]);
    const { preview: source, ...digest } = JSON.parse((await preview([...others, "--json"])).stdout);

    expect(status).toBe(0);
    expect(stdout).toMatch(/^Plimsoll · acme · 2026-W\d\d\n/);
    expect(stdout).toMatch(/\n2 repositories\n {2}acme\/api +\d+ {2}\w+\n {2}acme\/shop +\d+ {2}\w+\n/);
    expect(stdout).toContain("of 2 clones as of");
    expect(digest).toMatchObject({ scope: "acme", repositories: [{ repository: "acme/api" }, {}] });
    expect(source).toMatchObject({ clones: [{ repository: "acme/api", branch: "main" }, {}] });
    expect(readFileSync(join(out, "digest.md"), "utf8")).toContain("| `acme/shop` |");
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain('<th scope="row">acme/shop</th>');
  });

  it("prints the receipts of the week, as text and as JSON", async () => {
    const [text, json] = [await preview([path, "--explain"]), await preview([path, "--explain", "--json"])];
    const { week, changes } = JSON.parse(json.stdout);

    expect(text.stdout).toMatch(`# Receipts of \`local/repository\`, ${week}`);
    expect(changes.length).toBeGreaterThan(3);
    expect(JSON.parse((await preview([path, "--json"])).stdout).week).toBe(week);
  });

  it("refuses all that are no clones at once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-"));
    const { status, stdout, stderr } = await preview([folder, path, `${folder}/none`]);

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      `plimsoll: 2 of 3 clones cannot be read:\n${folder} is not a git repository: give the path of a clone\n${folder}/none does not exist: give the path of a clone\n`,
    );
  });

  it("needs no store, no credentials and no network", () => {
    const { status } = previewAlone({
      DATABASE_URL: "file:/nowhere/at/all.db",
      GIT_ALLOW_PROTOCOL: "none",
    });

    expect(status).toBe(0);
  });
});
