import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseConfig } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import { configKeys } from "../../src/config/keys.ts";
import { assertFewParts } from "../../src/config/yaml.ts";
import { runs } from "../support/limits.ts";

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const LONGEST_LINE = 400;

/** Wants a config, or a `ConfigError` that can be shown anywhere. */
function expectHarmless(text: string): void {
  const lines = [...problemsOf(text), ...locatedProblemsOf(text)];
  expect(lines.length).toBeLessThanOrEqual(2 * 21);
  expect(lines.filter((line) => line === "" || UNPRINTABLE.test(line))).toEqual([]);
  expect(Math.max(0, ...lines.map(({ length }) => length))).toBeLessThanOrEqual(LONGEST_LINE);
}

function problemsOf(text: string): string[] {
  return errorOf(text)?.message.split("\n") ?? [];
}

function locatedProblemsOf(text: string): readonly string[] {
  return errorOf(text)?.lines ?? [];
}

/** Lets any other error through. */
function errorOf(text: string): ConfigError | undefined {
  try {
    parseConfig(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error;
  }
}

const anyText = fc.string({ unit: "binary", maxLength: 300 });
const names = [...new Set(configKeys().map(({ path }) => path.at(-1) ?? ""))];
const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, anyText);

/** Values as YAML has them, mostly under keys that a config has somewhere. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(anyText, fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom("off", "note", "api/**")),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(key, tie("value"), { maxKeys: 6 }),
  ),
}));

const token = fc.constantFrom(
  ..."&a |*a |*b |!!set |!!omap |!!binary |!!timestamp |<<: *a|? |- |: |\t|\0|\u202e|\u2028|\ud800".split(
    "|",
  ),
  ..."%YAML 1.1\n---\n|...\n|---\n|{|}|[|]|'|\"|#|\n|\n  |services|digest|disclosure|floor|2001-01-01".split(
    "|",
  ),
);

describe("any config", () => {
  it.each([
    ["any text", anyText],
    ["any value as YAML", value.map((each) => stringify(each))],
    ["any order of what YAML is made of", fc.array(token, { maxLength: 60 }).map((each) => each.join(""))],
  ])("is read, or refused in few printable lines: %s", (_, texts) => {
    fc.assert(fc.property(texts, expectHarmless), { numRuns: runs(500) });
  });

  it.each([
    ["lists", (depth: number) => "[".repeat(depth) + "]".repeat(depth)],
    ["mappings", (depth: number) => "{a: ".repeat(depth) + "}".repeat(depth)],
    ["block lists", (depth: number) => "- ".repeat(depth)],
    ["anchors", (depth: number) => `&a [${"[".repeat(depth)}*a${"]".repeat(depth)}]`],
  ])("may be nested however deep: %s", (_, nested) => {
    for (const depth of [10, 100, 300, 500, 700, 900, 1_200, 5_000, 12_000]) {
      expectHarmless(nested(depth));
      expectHarmless(`digest: ${nested(depth)}`);
    }
  });

  it.each([
    ["an alias", `ship: *${"a".repeat(60_000)}`],
    ["a key", `${"a".repeat(60_000)}: 1`],
    ["a path", `services: { ${"a".repeat(900)}: { ${"b".repeat(900)}: 1 } }`],
  ])("is refused shortly, however long %s is", (_, text) => {
    expect(problemsOf(text)).not.toEqual([]);
    expectHarmless(text);
  });

  it("is refused soon, however many keys are not known", () => {
    const text = Array.from({ length: 8_000 }, (__, index) => `k${index}: 1`).join("\n");
    expectHarmless(text);
  });
});

/** As much of a text, again and again, as a config file may be long. */
function filled(part: string, { before = "", after = "" } = {}): string {
  const room = 65_536 - before.length - after.length;
  return before + part.repeat(Math.floor(room / part.length)) + after;
}

const numbered = (part: (index: number) => string) =>
  Array.from({ length: 3_000 }, (_, index) => part(index)).join("\n");

const PARTS =
  "file: more than 5000 words, signs and line ends: leave out what no key needs, and write long lists as [a, b]";
const ALIASES = "file: more than 20 aliases (*name): write out what they stand for";
const ANCHORS = "file: more than 20 anchors (&name): write out what they stand for";
const TAGS = "file: has tags (!name): no key needs one";
const LEVELS = "file: more than 20 levels of [ and {: no key needs so many";

describe("H9: a config of 64 kB that would take the library up to seconds", () => {
  it.each([
    ["merge keys", filled("  <<: *a\n", { before: "a: &a {x: 1}\nb:\n" }), ALIASES],
    ["aliases", filled("*a,", { before: "a: &a 1\nb: [", after: "]" }), ALIASES],
    ["anchors", filled("&a 1,", { before: "[", after: "]" }), ANCHORS],
    ["names of anchors", numbered((index) => `k${index}: &n${index} 1`), ANCHORS],
    ["tags", filled("!foo a,", { before: "[", after: "]" }), TAGS],
    ["a set", filled("a,", { before: "!!set {", after: "}" }), TAGS],
    ["directives", filled("%FOO a\n"), "file: more than 2 directives (%NAME): no config needs one"],
    ["levels of lists", filled("["), LEVELS],
    ["levels of mappings", filled("{a: "), LEVELS],
    ["levels of lines", filled("- "), PARTS],
    ["ends of lists", filled("]"), 'not YAML: "]" closes nothing'],
    ["ends of mappings", filled("}"), 'not YAML: "}" closes nothing'],
    ["keys", numbered((index) => `k${index}: 1`), PARTS],
    ["one key", filled("a: 1\n"), PARTS],
    ["lists as keys", filled("? [a]\n"), PARTS],
    ["commas", filled(",", { before: "[", after: "]" }), PARTS],
    ["quotes", filled('"'), PARTS],
    ["colons", filled(":\n"), PARTS],
    ["errors", filled("- a\nb\n"), PARTS],
    ["comments", filled("#\n"), PARTS],
    ["blank lines", filled("\n"), PARTS],
    ["documents", filled("--- 1\n...\n"), PARTS],
  ])("is refused in one line before it is parsed: %s", (_, text, problem) => {
    expect(() => assertFewParts(text)).toThrow(problem);
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("is taken when it says what a config can: a hundred services", () => {
    const services = Array.from(
      { length: 100 },
      (_, index) =>
        `  part-${index}: # ${"x".repeat(200)}\n    environments: [prod-${index}, live-${index}]\n` +
        `    paths:\n      - "parts/${index}/**"\n      - libs/${index}/**\n`,
    );

    expect(parseConfig(`services:\n${services.join("")}`).services).toHaveLength(100);
  });

  it("names a key that stands twice, wherever that is", () => {
    expect(problemsOf("digest:\n  day: monday\n  hour: 1\n  day: friday\n")).toEqual([
      'not YAML: the key "day" is there twice: leave one out',
    ]);
  });
});
