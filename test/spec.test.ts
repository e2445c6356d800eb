import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromSpec } from "../dev/simulation/spec/spec.ts";
import { specFile } from "../dev/simulation/spec/spec-file.ts";
import { resultOf } from "../dev/simulation/spec/spec-result.ts";
import { oracle } from "./oracle/oracle.ts";

const FOLDER = new URL("../spec/histories/", import.meta.url);

const files = readdirSync(FOLDER).map((name) => {
  return [name, specFile.parse(JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")))] as const;
});

describe("the definition as data", () => {
  it("holds at least 150 histories, each under a name of its own", () => {
    const names = files.flatMap(([file, histories]) => histories.map(({ name }) => `${file} ${name}`));

    expect(names.length).toBeGreaterThanOrEqual(150);
    expect(new Set(names).size).toBe(names.length);
  });

  describe.each(files)("%s", (_, histories) => {
    it.each(histories.map((each) => [each.name, each] as const))("%s", (__, { history, result }) => {
      expect(resultOf(fromSpec(history))).toEqual(result);
      expect(oracle(structuredClone(history))).toEqual(result);
    });
  });
});
