import { describe, expect, it } from "vitest";
import type { DigestQuery } from "../../../src/domain/metric/digest.ts";
import { digestOf, on, repository, shipped, WEEK } from "./records.ts";

describe("figures about builders", () => {
  const builders = ["ada", "bo", "cy", "di", "el"];
  const by = (names: readonly string[], declared: number, query: Partial<DigestQuery> = {}) => {
    const changes = names.map((builder, index) =>
      shipped(on(WEEK, 0), {
        change: { builder, attribution: index < declared ? "declared" : "undeclared" },
      }),
    );
    return digestOf(repository(changes), query).builders;
  };
  const NOTHING = { count: null, adoption: null, perBuilder: null };

  it.each([
    [0, "few"],
    [1, "few"],
    [3, 0.6],
    [4, "nearly all"],
    [5, "nearly all"],
  ])("tell an adoption of %i of 5 as %s", (declared, adoption) => {
    expect(by(builders, declared)).toEqual({ count: 5, adoption, perBuilder: 1 });
  });

  it.each([
    [4, undefined, null],
    [5, undefined, 5],
    [5, 6, null],
    [3, 3, 3],
    [2, 1, null],
  ])("of %i people with a floor of %s: %s", (people, floor, count) => {
    expect(by(builders.slice(0, people), 2, { floor }).count).toBe(count);
  });

  it("are withheld when they would expose those of another repository", () => {
    expect(by(builders, 2, { hidesBuilders: true })).toEqual(NOTHING);
  });
});
