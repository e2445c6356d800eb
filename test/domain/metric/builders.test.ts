import { describe, expect, it } from "vitest";
import { digestOf, on, repository, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import type { DigestQuery } from "../../../src/domain/metric/digest.ts";

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
  const NOTHING = { count: null, adoption: null, perBuilder: null, usual: null, signal: null };

  it("W8: tell that none shipped something AI-assisted", () => {
    expect(by(builders, 0).adoption).toBe("none");
  });

  it.each([
    [1, 0.2],
    [3, 0.6],
    [5, 1],
  ])("W8: tell an adoption that follows from one change each: %i of 5 as %s", (declared, adoption) => {
    expect(by(builders, declared)).toMatchObject({ count: 5, adoption, perBuilder: 1 });
  });

  it.each([
    [["ada"], "few"],
    [["ada", "bo", "cy"], 0.6],
    [["ada", "bo", "cy", "di"], "nearly all"],
    [builders, "nearly all"],
  ] as const)("tell an adoption that does not follow, by %j of 5, as %s", (declaring, adoption) => {
    const changes = builders.flatMap((builder) => [
      shipped(on(WEEK, 0), { change: { builder } }),
      ...[1, 2].map((day) =>
        shipped(on(WEEK, day), {
          change: {
            builder,
            attribution: declaring.some((name) => name === builder) ? "declared" : "undeclared",
          },
        }),
      ),
    ]);

    expect(digestOf(repository(changes)).builders.adoption).toBe(adoption);
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
