import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CLI, COMPILED } from "../dev/simulation/processes/cli.ts";
import { runHereIn } from "./support/command-line.ts";
import { HANGING_MS } from "./support/limits.ts";

const cwd = mkdtempSync(join(tmpdir(), "plimsoll-test-"));

/** Runs the command line in this process. */
const plimsoll = (...args: readonly string[]) => runHereIn({}, ...args);

/** Runs the command line as a user would, in an empty folder. */
function plimsollAlone(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...COMPILED },
    encoding: "utf8",
    timeout: HANGING_MS,
  });
  return { status, stdout, stderr };
}

describe("the command line", () => {
  it("has help for itself and for each command", async () => {
    expect(plimsollAlone("--help")).toMatchObject({ status: 0, stderr: "" });
    expect((await plimsoll("digest", "--help")).stdout).toContain("--publish");
    expect((await plimsoll("start", "--help")).status).toBe(0);
  });

  it.each([
    ["no command", []],
    ["an unknown command", ["dijest"]],
    ["a missing option", ["spend", "forget"]],
    ["a command without its part", ["config"]],
    ["a missing argument", ["config", "check"]],
    ["an unknown option", ["digest", "acme/shop", "--week", "2026-W47", "--yaml"]],
  ])("ends with 2 on %s", async (_, args) => {
    expect(await plimsoll(...args)).toMatchObject({ status: 2, stdout: "" });
  });

  it.each([
    [
      ["digest", "acme/shop", "--week", "2027-W53"],
      "plimsoll: --week 2027-W53 is not an ISO week: write it as 2026-W47\n",
    ],
    [
      ["explain", "acme/shop"],
      "plimsoll: acme/shop is not a pull request: write it as OWNER/REPO#12, or add --week 2026-W47\n",
    ],
    [
      ["explain", "acme/shop#12", "--week", "2026-W47"],
      "plimsoll: acme/shop#12 is one change: leave it or --week out\n",
    ],
    [
      ["explain", "acme/shop", "--week", "2027-W53"],
      "plimsoll: --week 2027-W53 is not an ISO week: write it as 2026-W47\n",
    ],
    [
      ["digest", "a/b/c", "--week", "2026-W47"],
      "plimsoll: a/b/c is not a repository: write it as OWNER/REPO\n",
    ],
  ])("ends with 2 and one line when it is called wrongly", async (args, stderr) => {
    expect(await plimsoll(...args)).toEqual({ status: 2, stdout: "", stderr });
  });

  it.each([
    [
      ["digest", "acme/shop", "--week", "2026-W47"],
      "plimsoll: there is no store at file:./data/plimsoll.db: run this where the server runs, or set DATABASE_URL\n",
    ],
  ])("ends with 1 and one line on a failure", (args, stderr) => {
    expect(plimsollAlone(...args)).toEqual({ status: 1, stdout: "", stderr });
  });
});
