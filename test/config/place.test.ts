import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";

function linesOf(text: string): readonly string[] {
  try {
    parseConfig(text, "plimsoll.yml");
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
}

describe("the position of a config's problem", () => {
  it.each([
    ["a value", "digest:\n  hour: 24\n", "2:9: digest.hour: 24 is too large: expected at most 23"],
    ["an entry", "exclude:\n  - a/**\n  - '!b'\n", '3:5: exclude.1: "!b": a glob cannot exclude with !'],
    ["an unknown key", "ship: auto\nexlude: []\n", '2:1: unknown key "exlude": did you mean "exclude"?'],
    ["a key in a mapping", "digest: { hours: 3 }", '1:11: digest: unknown key "hours": did you mean "hour"?'],
    ["an empty value", "production:\n", "1:12: production: has no value: expected a list"],
    ["a name", "agents:\n  A B:\n    name: A\n", /^plimsoll\.yml:2:3: agents\."A B": an id has/],
    ["a tag", "ship: auto\nbots: !!seq []\n", "2:7: has tags (!name): no key needs one"],
    ["a bracket too many", "ship: auto\nbots: []]\n", /^plimsoll\.yml:2:9: not YAML: /],
    ["a nesting too deep", `bots: ${"[".repeat(21)}`, "1:27: more than 20 levels of [ and {"],
    ["a value after a byte order mark", "\ufeffship: x", /^plimsoll\.yml:1:7: ship: "x"/],
    ["another encoding", "ship: auto\n\0b", "2:1: not UTF-8: save it in that encoding"],
    ["a key without a name", "ship: auto\n~: 1\n", /^plimsoll\.yml:2:1: unknown key ""/],
    [
      "a missing value",
      "ship: auto\nagents:\n  claw: {}",
      "3:3: agents.claw.name: is missing: expected text",
    ],
    ["a value behind an alias", "bots: &a ['@x']\ncreators: *a", /^plimsoll\.yml:1:11: creators\.0: "@x"/m],
    ["the whole file", "- a", /^plimsoll\.yml:1:1: a list is not a mapping of agents, /],
    [
      "a doubled key",
      "digest:\n  day: friday\n  day: friday\n",
      '3:3: not YAML: the key "day" is there twice: leave one out',
    ],
    [
      "a tab",
      "digest:\n\tday: friday\n",
      "2:1: not YAML: Tabs are not allowed as indentation: indent with spaces",
    ],
    [
      "an open bracket",
      "bots: [a\n",
      /^plimsoll\.yml:\d:\d+: not YAML: .*: indent it, and close each quote and bracket$/,
    ],
    [
      "a second document",
      "ship: auto\n---\nship: auto\n",
      /^plimsoll\.yml:\d+:1: not YAML: .*: leave out the line ---$/,
    ],
    [
      "a key and a colon in a line",
      "ship: a: b\n",
      /^plimsoll\.yml:1:\d: not YAML: .*: put quotes around a value/,
    ],
  ])("is that of %s", (_, text, line) => {
    expect(linesOf(text).join("\n")).toMatch(typeof line === "string" ? `plimsoll.yml:${line}` : line);
  });

  it("is left out where the problem is of the whole file", () => {
    expect(linesOf(`ship: "${"x".repeat(70_000)}"`)).toEqual(["plimsoll.yml: longer than 65536 characters"]);
  });
});
