import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLI, COMPILED } from "../../dev/simulation/processes/cli.ts";
import { runHereIn } from "../support/command-line.ts";
import { HANGING_MS } from "../support/limits.ts";

const cwd = mkdtempSync(join(tmpdir(), "plimsoll-test-"));

/** Runs the command on a file of this name in this process, and leaves the folder out of what it prints. */
async function check(name: string, text: string) {
  writeFileSync(join(cwd, name), text);
  const { status, ...printed } = await run("check", join(cwd, name));
  const [stdout, stderr] = [printed.stdout, printed.stderr].map((each) => each.replaceAll(`${cwd}/`, ""));
  return { status, stdout, stderr };
}

function run(command: string, file: string) {
  return runHereIn({}, "config", command, file);
}

/** Runs the command as a user would, in the folder. */
function checkAlone(file: string, input = "") {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "config", "check", file], {
    ...{ cwd, input, env: { ...COMPILED } },
    encoding: "utf8",
    timeout: HANGING_MS,
  });
  return { status, stdout, stderr };
}

describe("config check", () => {
  it("says that a file is valid, and what it sets", async () => {
    const text = `
ship: releases
production: []
services: { api: { environments: [api-*], paths: ["api/**"] } }
exclude: [a/**, b/**, c/**, d/**, e/**, f/**, g/**]
agents: { claw: { name: Claw } }
digest: { day: friday, hour: 9, timezone: Europe/Berlin }
privacy: { strict: true }
disclosure: { policy: note, trailers: [Assisted-by] }
`;
    const { status, stdout, stderr } = await check("good.yml", text);

    expect(status).toBe(0);
    expect(stderr).toBe(
      "good.yml: warning: agents.claw: nothing identifies it: give it emails, logins, trailers, footers or names\n",
    );
    expect(stdout).toMatchInlineSnapshot(`
      "good.yml: valid
        agents: claw
        digest.day: friday
        digest.timezone: Europe/Berlin
        disclosure.policy: note
        disclosure.trailers: assisted-by
        exclude: a/**, b/**, c/**, d/**, e/**, and 2 more
        privacy.strict: true
        production: none
        services: api
        ship: releases
      "
    `);
  });

  it("prints no control character of a name", async () => {
    const names = ["a", String.raw`"b\e[31m\nc"`];
    const services = names.map((name) => `${name}: { environments: [prod], paths: [src/] }`);
    const { stderr } = await check("names.yml", `services: { ${services.join(", ")} }`);

    expect(stderr).toMatch(
      /^names\.yml: warning: services\.b\\u\{1b\}\[31m\\u\{a\}c: nothing is deployed to it.*\n$/,
    );
  });

  it("R23: refuses a file beside which the other name stands", async () => {
    writeFileSync(join(cwd, "plimsoll.yaml"), "ship: releases");

    expect(await check("plimsoll.yml", "ship: merges")).toEqual({
      status: 1,
      stdout: "",
      stderr: expect.stringMatching(/^plimsoll\.yml: .*both there.*delete the other one\n$/),
    });
  });

  it("says no more of an empty file than that it is valid", () => {
    writeFileSync(join(cwd, "empty.yml"), "");

    expect(checkAlone("empty.yml")).toEqual({ status: 0, stdout: "empty.yml: valid\n", stderr: "" });
  });

  it("reads standard input", () => {
    expect(checkAlone("-", "digest: { enabled: false }")).toMatchObject({
      status: 0,
      stdout: "standard input: valid\n  digest.enabled: false\n",
    });
  });

  it("H9: reads no further than a config may go, of a file that never ends", async () => {
    expect(await run("check", "/dev/zero")).toMatchObject({
      status: 1,
      stderr: "/dev/zero: longer than 65536 characters\n",
    });
  });

  it("names each problem of a file on a line, with the file, the line and the column", async () => {
    const { status, stdout, stderr } = await check(
      "bad.yml",
      "ship: deploys\ndigest: { hour: 24 }\ntimezone: UTC\n",
    );

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatchInlineSnapshot(`
      "bad.yml:1:7: ship: "deploys" is not one of auto, deployments, releases, merges
      bad.yml:2:17: digest.hour: 24 is too large: expected at most 23
      bad.yml:3:1: unknown key "timezone": did you mean "digest.timezone"?
      "
    `);
  });

  it("shows nothing of a value that would change how its line is read", async () => {
    expect((await check("odd.yml", 'exclude: ["a\\u202eb\\ec"]')).stdout).toBe(
      "odd.yml: valid\n  exclude: a\\u{202e}b\\u{1b}c\n",
    );
  });

  it.each([
    ["missing.yml", "missing.yml cannot be read: give the path of a config file"],
    [".", ". cannot be read: give the path of a config file"],
  ])("says in one line that it cannot read %s", async (file, problem) => {
    expect(await run("check", file)).toEqual({ status: 1, stdout: "", stderr: `plimsoll: ${problem}\n` });
  });

  it("ends with 2 when it is not written right", async () => {
    expect(await run("chek", "good.yml")).toMatchObject({ status: 2, stdout: "" });
  });
});
