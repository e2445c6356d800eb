import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newPath } from "../../dev/simulation/processes/cli.ts";
import { runHere } from "../support/command-line.ts";

/** Runs a command line where there is no store. */
const plimsoll = (...args: readonly string[]) => runHere(newPath("plimsoll.db"), ...args);

const LONG_OPTION = /^ {2}(--[\w-]+)( <[\w-]+>)?/gm;
const COMMAND = /^ {2}([\w-]+)/gm;

async function helpOf(path: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await plimsoll(...path, "--help");
  expect([path, status, stderr]).toEqual([path, 0, ""]);
  return stdout;
}

/** The names of all commands, with those inside others, as the help lists them. */
async function listCommands(path: readonly string[] = []): Promise<string[][]> {
  const [, listed = ""] = (await helpOf(path)).split("\nCommands:\n");
  const names = [...listed.matchAll(COMMAND)].flatMap(([, name = ""]) => (name === "help" ? [] : [name]));
  if (names.length === 0) return [[...path]];
  const inside: string[][] = [];
  for (const name of names) inside.push(...(await listCommands([...path, name])));
  return inside;
}

/** Wrong calls, with a part of the answer that names the thing and a part that names the remedy. */
const WRONG: readonly (readonly [call: string, thing: string, remedy: string])[] = [
  ["", "no command", "plimsoll with one of start, preview"],
  ["dijest acme/shop", "'dijest'", "digest"],
  ["--verbose", "'--verbose'", "plimsoll --help"],
  ["help dijest", "no command", "digest"],
  ["config", "no command", "plimsoll config with one of check"],
  ["config chek file", "'chek'", "check"],
  ["spend", "no command", "plimsoll spend with one of import, pull"],
  ["spend imprt", "'imprt'", "import"],
  ["preview", "'path'", "plimsoll preview --help"],
  ["preview . --week 3", "'--week'", "--weeks"],
  ["preview . --weeks", "'--weeks <number>' argument missing", "plimsoll preview --help"],
  ["preview . --weeks twelve", "--weeks twelve", "from 1 to 104"],
  ["preview . --weeks 0", "--weeks 0", "from 1 to 104"],
  ["preview . --weeks -1", "--weeks -1", "from 1 to 104"],
  ["preview . --weeks 105", "--weeks 105", "from 1 to 104"],
  ["preview . --weeks 1.5", "--weeks 1.5", "from 1 to 104"],
  ["preview . --weeks 3 --weeks 4", "--weeks is given twice", "plimsoll preview --help"],
  ["preview . --ship never", "--ship never", "auto, releases, merges"],
  ["preview . --until soon", "--until soon", "such as 2026-11-21"],
  ["preview . --until 2026-02-30", "--until 2026-02-30", "such as 2026-11-21"],
  ["preview . --until 5", "--until 5", "such as 2026-11-21"],
  ["preview . --until 2999-01-01", "--until 2999-01-01", "that has come"],
  ["attribute --git", "'--git <path>' argument missing", "plimsoll attribute --help"],
  ["attribute a-file", "too many arguments", "plimsoll attribute --help"],
  ["attribute --git a --git b", "--git is given twice", "plimsoll attribute --help"],
  ["digest", "'owner/repo'", "plimsoll digest --help"],
  ["digest acme/shop --week", "'--week <week>' argument missing", "plimsoll digest --help"],
  ["digest acme/shop --week 2027-W53", "--week 2027-W53", "2026-W47"],
  ["digest acme/shop --week 47", "--week 47", "2026-W47"],
  ["digest a/b/c --week 2026-W47", "a/b/c", "OWNER/REPO"],
  ["digest acme/shop --yaml", "'--yaml'", "plimsoll digest --help"],
  ["digest acme/shop --week 2026-W46 --week 2026-W47", "--week is given twice", "digest --help"],
  ["digest acme/shop --csv --json", "'--csv' cannot be used with option '--json'", "digest --help"],
  ["digest acme/shop --csv --publish", "'--csv' cannot be used with option '--publish'", "digest --help"],
  ["preview . --explain --csv", "'--explain' cannot be used with option '--csv'", "preview --help"],
  ["preview . --csv --json", "'--csv' cannot be used with option '--json'", "preview --help"],
  ["explain", "'owner/repo#number'", "plimsoll explain --help"],
  ["explain acme/shop", "acme/shop is not a pull request", "OWNER/REPO#12"],
  ["explain acme/shop#x", "acme/shop#x", "OWNER/REPO#12"],
  ["explain acme/shop#12 --week 2026-W47", "acme/shop#12 is one change", "leave it or --week out"],
  ["explain acme/shop --week last", "--week last", "2026-W47"],
  ["explain a/b/c#1", "a/b/c", "OWNER/REPO"],
  ["config check", "'file'", "plimsoll config check --help"],
  ["config init a b", "too many arguments", "plimsoll config init --help"],
  ["report", "'owner/repo'", "plimsoll report --help"],
  ["report a/b/c", "a/b/c", "OWNER/REPO or OWNER"],
  ["report acme/shop other/shop", "several owners", "about one"],
  ["report acme/shop --weeks 1", "--weeks 1", "from 2 to 104"],
  ["report acme/shop --week 3", "--week 3", "2026-W47"],
  ["spend import", "--source <name>", "plimsoll spend import --help"],
  ["spend import file --source bill", "--format <format>", "plimsoll spend import --help"],
  ["spend import file --source bill --format xls", "--format xls", "focus, csv, ccusage"],
  ["spend import file --source a@b --format csv", "--source", "aws-bill"],
  ["spend import file --source bill --format csv --as-of noon", "--as-of noon", "2026-11-21"],
  ["spend pull --owner a --owner b", "--owner is given twice", "plimsoll spend pull --help"],
  ["spend show everything", "too many arguments", "plimsoll spend show --help"],
  ["spend forget", "--source <name>", "plimsoll spend forget --help"],
  ["start now", "too many arguments", "plimsoll start --help"],
  ["status now", "too many arguments", "plimsoll status --help"],
  ["doctor now", "too many arguments", "plimsoll doctor --help"],
  ["retry", "one id, or --all", "plimsoll retry --help"],
  ["retry 7 --all", "one id, or --all", "plimsoll retry --help"],
  ["migrate now", "too many arguments", "plimsoll migrate --help"],
  ["migrate-store file:a", "'to'", "plimsoll migrate-store --help"],
  ["migrate-store a.db file:b", "FROM is no address of a store", "file:PATH"],
  ["migrate-store file:a env:NO_SUCH", "NO_SUCH is not set", "put the address"],
  ["migrate-store file:a file:a", "FROM and TO", "are the same store"],
  ["migrate-store file:a postgres://u:p@h/d", "TO has a password", "env:NAME"],
  ["backup", "'file'", "plimsoll backup --help"],
  ["backup a b", "too many arguments", "plimsoll backup --help"],
];

describe("wrong usage", () => {
  it.each(WRONG)(
    "of `plimsoll %s` ends with 2, and one line names the thing and the remedy",
    async (...wrong) => {
      const [call, thing, remedy] = wrong;
      const { status, stdout, stderr } = await plimsoll(...call.split(" ").filter((word) => word !== ""));

      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toMatch(/^plimsoll: .+\n$/);
      expect(stderr).toContain(thing);
      expect(stderr).toContain(remedy);
    },
  );

  it("is an option with an empty value", async () => {
    expect(await plimsoll("digest", "acme/shop", "--out", "")).toEqual({
      status: 2,
      stdout: "",
      stderr: "plimsoll: --out is empty: plimsoll digest --help shows the usage\n",
    });
  });

  it("has an example for every command", async () => {
    const commands = (await listCommands()).map((path) => path.join(" "));

    expect(commands.length).toBeGreaterThan(12);
    expect(commands.filter((name) => !WRONG.some(([call]) => `${call} `.startsWith(`${name} `)))).toEqual([]);
  });

  it("is an unknown option, and an option with a value that is given twice, of every command", async () => {
    for (const path of await listCommands()) {
      const unknown = await plimsoll(...path, "--unheard-of");
      expect([path, unknown.status, unknown.stdout]).toEqual([path, 2, ""]);
      expect(unknown.stderr).toMatch(/^plimsoll: .+ --help shows the usage\n$/);
      const options = [...(await helpOf(path)).matchAll(LONG_OPTION)].filter(([, , value]) => value);
      for (const [, name = ""] of options) {
        const { status, stderr } = await plimsoll(...path, name, "a", name, "b");
        expect([status, stderr]).toEqual([
          2,
          `plimsoll: ${name} is given twice: plimsoll ${path.join(" ")} --help shows the usage\n`,
        ]);
      }
    }
  });
});

describe("a failure", () => {
  it.each([
    ["digest acme/shop --week 2026-W47", "no store"],
    ["explain acme/shop#12", "no store"],
    ["status", "no store"],
    ["spend show", "no store"],
    ["backup a-file", "no store"],
    ["migrate-store file:no-such-file file:b", "no store"],
    ["retry --all", "no store"],
    ["preview no-such-folder", "no-such-folder"],
    ["config check no-such-file", "no-such-file"],
  ])("of `plimsoll %s` ends with 1 and one line", async (call, thing) => {
    const { status, stdout, stderr } = await plimsoll(...call.split(" "));

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^plimsoll: .+\n$/);
    expect(stderr).toContain(thing);
  });
});

describe("the version", () => {
  it("is that of the package", async () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));

    expect(await plimsoll("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
  });
});
