import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { tableOfKeys } from "../../dev/generate/config-keys.ts";
import { parseConfig } from "../../src/config/config.ts";
import { configJsonSchema, configKeys } from "../../src/config/keys.ts";
import { sectionOf } from "../docs/markdown.ts";

const DOCUMENT = "docs/configuration.md";
const page = readFileSync(DOCUMENT, "utf8");
const examples = [...page.matchAll(/^```yaml\n(.+?)^```$/gms)].map(([, text = ""]) => text);
const topKeys = configKeys().flatMap(({ path }) => (path.length === 1 ? path : []));

describe("the documentation of the config file", () => {
  it.each(examples)("shows what is valid: %j", (text) => {
    expect(() => parseConfig(text)).not.toThrow();
  });

  it("shows every key at the top, but for the check run's", () => {
    const shown = Object.keys(parse(examples[0] ?? ""));

    expect([...shown, "check"].toSorted()).toEqual(topKeys.toSorted());
  });

  it("has every key in its table, as `npm run docs:generate` writes it", () => {
    expect(page).toContain(tableOfKeys());
  });

  it("says of every key at the top whether it decides what counts", () => {
    const said = sectionOf(DOCUMENT, "Rules and policies").join("\n");

    expect(topKeys.filter((key) => !new RegExp(`\`${key}[\`.]`).test(said))).toEqual([]);
  });
});

describe("the JSON Schema of the config file", () => {
  const schema = configJsonSchema();
  const accepts = (text: string) => z.fromJSONSchema(schema).safeParse(parse(text) ?? {}).success;

  it("is in the repository, as `npm run docs:generate` writes it", () => {
    expect(JSON.parse(readFileSync("schema/plimsoll.schema.json", "utf8"))).toEqual(schema);
  });

  it("describes every key", () => {
    expect(configKeys().length).toBeGreaterThan(30);
    expect(configKeys().filter((key) => !/^[A-Z].*[^.]$/.test(key.schema.description ?? ""))).toEqual([]);
  });

  it.each([
    ...examples,
    "{}",
    "ship: merges",
    "privacy: { floor: 3 }",
    "disclosure: off",
    "disclosure: { policy: note, trailers: [assisted-by, Co-Authored-By] }",
    "agents: { claw: { name: Claw, trailers: [{ key: Made-By, values: [Claw] }] } }",
  ])("accepts what the parser accepts: %j", (text) => {
    expect(() => parseConfig(text)).not.toThrow();
    expect(accepts(text)).toBe(true);
  });

  it.each([
    "ship: deploys",
    "timezone: UTC",
    "digest: { hour: 24 }",
    "digest: { day: Monday }",
    "check: { enabled: yes }",
    "privacy: { floor: 2 }",
    "services: { api: { paths: [api] } }",
    "agents: { Claw: { name: Claw } }",
    "agents: { claw: { name: Claw, mail: [] } }",
    "disclosure: sometimes",
    "disclosure: { trailers: [Assisted-by] }",
    "disclosure: { policy: note, trailers: [Signed-off-by] }",
  ])("refuses what the parser refuses: %s", (text) => {
    expect(() => parseConfig(text)).toThrow();
    expect(accepts(text)).toBe(false);
  });
});
