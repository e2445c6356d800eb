import { describe, expect, it } from "vitest";
import { buildersByRepository } from "../../../dev/simulation/builders-by-repository.ts";
import { on, repository, reverted, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { withheldRepositories } from "../../../src/domain/metric/suppression.ts";

/** Repositories by the letters of their builders. */
function repositories(letters: Readonly<Record<string, string>>) {
  return new Map(Object.entries(letters).map(([name, builders]) => [name, new Set(builders)]));
}

function withheld(letters: Readonly<Record<string, string>>, floor = 5): string[] {
  const all = new Set(Object.values(letters).join(""));
  return withheldRepositories(all.size, repositories(letters), floor);
}

describe("complementary suppression (G26)", () => {
  it.each<[string, Record<string, string>, string[]]>([
    ["nothing when no small one is left over", { a: "abcde", b: "fghij" }, []],
    [
      "only the small ones when together they reach the floor",
      { a: "abcdefgh", b: "ijk", c: "lm" },
      ["b", "c"],
    ],
    [
      "the smallest further one when one to four would be left",
      { a: "abcdefgh", b: "ijklm", c: "nop" },
      ["b", "c"],
    ],
    [
      "nothing more when the small one's builders are all in published ones",
      { a: "abcdef", b: "abc" },
      ["b"],
    ],
    ["nothing of a big one that leaves nobody behind", { a: "abcdefghij", b: "abcde", c: "fgh" }, ["c"]],
    ["all when that is what it takes", { a: "abcde", b: "fg" }, ["a", "b"]],
    [
      "further ones until enough are left",
      { a: "abcdefghijkl", b: "mnopq", c: "mnopqr", d: "s" },
      ["b", "c", "d"],
    ],
    ["the first by name of two equal ones", { a: "abcde", b: "fghij", c: "k" }, ["a", "c"]],
  ])("withholds %s", (_, letters, expected) => {
    expect(withheld(letters)).toEqual(expected);
  });

  it("leaves nobody or as many as the floor, whoever works where", () => {
    // One in 97 of all the ways in which seven builders can work in three repositories.
    for (let way = 0; way < 8 ** 7; way += 97) {
      const letters = spread("tuvwxyz", way);
      const hidden = withheld(letters, 3);
      const published = Object.entries(letters).filter(([name]) => !hidden.includes(name));
      const shown = new Set(published.flatMap(([, builders]) => [...builders]));
      const left = new Set([...Object.values(letters).join("")].filter((one) => !shown.has(one))).size;

      expect(published.some(([, { length }]) => length < 3)).toBe(false);
      expect(published.length === 0 || left === 0 || left >= 3).toBe(true);
    }
  });
});

/** One of the eight ways of working in three repositories for each builder. */
function spread(builders: string, way: number) {
  const inPlace = (place: number) =>
    [...builders].filter((_, index) => Math.floor(way / 8 ** index) & place).join("");
  return { a: inPlace(1), b: inPlace(2), c: inPlace(4) };
}

describe("the builders of a repository's week", () => {
  it("are those of the net changes merged in it", () => {
    const by = (builder: string | undefined) => ({ builder });
    const shop = repository([
      shipped(on(WEEK, 0), { change: by("ada") }),
      shipped(on(WEEK, 1), { change: by("ada") }),
      shipped(on(WEEK, 1), { change: by(undefined) }),
      shipped(on("2026-W46", 1), { change: by("bo") }),
      reverted(on(WEEK, 1), 2, by("cy")),
    ]);

    expect(buildersByRepository([shop], { week: WEEK, zone: "utc" })).toEqual(
      new Map([["acme/shop", new Set(["ada"])]]),
    );
  });
});
