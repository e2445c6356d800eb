import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  repository,
  reverted,
  shipped,
  shippedBy,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { DigestQuery } from "../../../src/domain/metric/digest.ts";
import { withheldBuilders, withheldSplits } from "../../../src/domain/metric/suppression.ts";
import { shiftWeek } from "../../../src/domain/metric/week.ts";
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";

const HELD = { isOwnReader: false } as const;
const CLAUDE = { tool: "claude-code", isAgent: true };

/** One net change each for some people, by their letters; those of capital letters are declared. */
function work(letters: string, week = WEEK): ShippedChange[] {
  return [...letters].map((letter, index) =>
    shipped(on(week, 0), {
      change: {
        id: `#${index + 1}`,
        builder: letter.toLowerCase(),
        attribution: letter === letter.toLowerCase() ? "undeclared" : "declared",
      },
    }),
  );
}

/** A repository whose declared changes declare Claude Code. */
function part(name: string, changes: readonly ShippedChange[]) {
  const tools = new Map(changes.map(({ change }) => [change.id, [CLAUDE]]));
  return repository(changes, { repository: `acme/${name}`, tools });
}

function shop(letters: string, query: Partial<DigestQuery> = {}) {
  return digestOf(part("shop", work(letters)), { ...HELD, ...query });
}

describe("H12: what divides a week by AI assistance", () => {
  it("is withheld of fewer builders than the floor, and the totals stay", () => {
    const { changes, normalizedDeployments, builders, beside, share, comparison, weeks, tools } =
      shop("ABcd");

    expect(changes).toMatchObject({ net: 4, declared: null, undeclared: null, unknown: null });
    expect(normalizedDeployments).toMatchObject({ total: 4, aiAssisted: null, unknown: null });
    expect(builders).toMatchObject({ count: null, adoption: null });
    expect(beside).toMatchObject({ isWithheld: true, withheldFor: "privacy", coverage: null });
    expect(beside).toMatchObject({ medianLeadMinutes: { declared: null, undeclared: null, all: 60 } });
    expect([share, comparison, tools]).toEqual([null, { cannotTell: "privacy" }, null]);
    expect(weeks.at(-1)).toMatchObject({ total: 4, aiAssisted: null });
  });

  it("is told of as many builders as the floor, of nobody, and where all is public", () => {
    expect(shop("ABcde").normalizedDeployments).toMatchObject({ total: 5, aiAssisted: 2 });
    expect(shop("ABcde").tools).toMatchObject([{ tool: "claude-code", changes: 2 }]);
    expect(shop("").normalizedDeployments).toMatchObject({ total: 0, aiAssisted: 0 });
    expect(shop("A", { isPublic: true }).changes).toMatchObject({ declared: 1 });
    expect(shop("ABcde", { floor: 6 }).tools).toBeNull();
    expect(shop("ABc", { floor: 3 }).tools).toHaveLength(1);
  });

  it("counts people, not changes, and no bots", () => {
    const all = [...work("ABcd"), ...work("ABcd"), shipped(on(WEEK, 1), { change: { builder: undefined } })];

    expect(digestOf(part("shop", all), HELD).changes).toMatchObject({ net: 9, declared: null });
  });

  it("is withheld of one whose only change did not stay", () => {
    const { changes, beside } = digestOf(
      part("shop", [reverted(on(WEEK, 0), 2, { attribution: "declared" })]),
      HELD,
    );

    expect(changes).toMatchObject({ undone: 1, net: 0, declared: null });
    expect(beside.undone.bands).toBeNull();
  });

  it("is withheld week by week, and what looks at many weeks leaves those out", () => {
    const before = Array.from({ length: 20 }, (_, index) => shiftWeek(WEEK, index - 20));
    const small = before.filter((_, index) => index % 2 === 0);
    const changes = [...before, WEEK].flatMap((week) => work(small.includes(week) ? "ABcd" : "ABcdef", week));
    const { weeks, share, beside } = digestOf(part("shop", changes), HELD);

    expect(weeks.map(({ week, aiAssisted }) => aiAssisted === null && small.includes(week))).toEqual(
      weeks.map(({ week }) => small.includes(week)),
    );
    expect(share).toMatchObject({ learned: 10, signal: "learning" });
    expect(beside.undone.weeks).toBe(6);
  });

  it.each([
    ["ABCDEvwxyz", null],
    ["ABCDvwxyz", "sides"],
    ["ABCDEwxyz", "sides"],
    ["ABCDEF", null],
    ["uvwxyz", null],
  ])("needs the floor on each side that is not empty, with a strict config: %s", (letters, withheldFor) => {
    expect(shop(letters, { isStrict: true }).beside.withheldFor).toBe(withheldFor);
    expect(shop(letters).beside.withheldFor).toBeNull();
  });

  it("is told to whoever has a clone", () => {
    expect(shop("A", { isOwnReader: true }).changes).toMatchObject({ declared: 1 });
  });
});

describe("H12: what would tell of others by subtraction", () => {
  const groups = (letters: Readonly<Record<string, string>>) =>
    new Map(Object.entries(letters).map(([name, all]) => [name, group(all)]));
  /** Of people by letters: who has declared something is a capital. */
  const group = (letters: string) => {
    const declared = new Set(letters.match(/[A-Z]/g) ?? []);
    const all = new Set(letters);
    return { net: all, live: all, declared, others: all.difference(declared) };
  };

  it.each<[string, Record<string, string>, string[]]>([
    ["nothing where all have enough", { a: "abcde", b: "fghij" }, []],
    [
      "the small one, and the next, since one to four are left",
      { a: "abcdefgh", b: "ijklm", c: "nop" },
      ["b", "c"],
    ],
    ["the next also where the small one's builders are in it", { a: "abcdef", b: "abc" }, ["a", "b"]],
    ["only the small ones where together they are enough", { a: "abcdefgh", b: "ijk", c: "lm" }, ["b", "c"]],
    ["nothing for one in which nobody shipped", { a: "abcde", b: "" }, []],
  ])("withholds %s", (_, letters, expected) => {
    expect(withheldSplits({ groups: groups(letters), days: [] }, { floor: 5 })).toEqual(expected);
  });

  /** A day on which somebody builds in some repositories, and declares all of it where the letter is a capital. */
  const day = (letter: string, ...names: readonly string[]) => {
    const declared = letter !== letter.toLowerCase();
    return { builder: letter, work: new Map(names.map((name) => [name, { declared, others: !declared }])) };
  };

  it.each<[string, Record<string, string>, [string, ...string[]][], string[]]>([
    [
      "the smallest where one to four built in several on one day",
      { a: "abcdefgh", b: "aijklm", c: "nopqr" },
      [["a", "a", "b"]],
      ["c"],
    ],
    [
      "nothing where as many as the floor did",
      { a: "abcdefgh", b: "abcdefgh" },
      [..."abcde"].map((letter) => [letter, "a", "b"]),
      [],
    ],
    [
      "no more where they and those of the small one are enough, and the small one's alone are",
      { a: "abcdefgh", b: "ijklmn", c: "opq", d: "rst" },
      [["a", "a", "b"]],
      ["c", "d"],
    ],
    [
      "one more where those of the small one are not enough alone",
      { a: "abcdefgh", b: "abcdef", c: "opq" },
      [..."abcde"].map((letter) => [letter, "a", "b"]),
      ["b", "c"],
    ],
    [
      "of two with as many builders the one that shows less",
      { a: "abcdef", b: "aghijk" },
      [
        ["a", "a", "b"],
        ["b", "a"],
        ["g", "b"],
        ["h", "b"],
      ],
      ["a"],
    ],
  ])("withholds %s", (_, letters, days, expected) => {
    const work = { groups: groups(letters), days: days.map(([letter, ...names]) => day(letter, ...names)) };

    expect(withheldSplits(work, { floor: 5 })).toEqual(expected);
  });

  it("withholds, with a strict config, also what would tell of few on one side of such days", () => {
    const all = { a: "ABCDEFuvwxyz", b: "GHIJKstuvw" };
    const days = ["A", ..."uvwxy"].map((letter) => day(letter, "a", "b"));

    expect(withheldSplits({ groups: groups(all), days }, { floor: 5 })).toEqual([]);
    expect(withheldSplits({ groups: groups(all), days }, { floor: 5, isStrict: true })).toEqual(["b"]);
  });

  it("withholds, with a strict config, also what would tell of few on one side", () => {
    const [a, b] = ["ABCDEFuvwxyz", "Gstuvw"];

    expect(withheldSplits({ groups: groups({ a, b }), days: [] }, { floor: 5 })).toEqual([]);
    expect(withheldSplits({ groups: groups({ a, b }), days: [] }, { floor: 5, isStrict: true })).toEqual([
      "a",
      "b",
    ]);
  });

  it.each<[string, Record<string, string>, string[], string[]]>([
    ["nothing where nobody works in several", { a: "abcdef", b: "ghijkl" }, [], []],
    ["nothing where as many as the floor do", { a: "abcdefgh", b: "abcdeij" }, [], []],
    ["the smallest where one to four do", { a: "abcdefgh", b: "aijklmn", c: "opqrst" }, [], ["c"]],
    ["those, too, without which fewer would be left", { a: "abcdefgh", b: "abcij" }, [], ["a", "b"]],
    [
      "nothing more where their splits are withheld, and are enough",
      { a: "abcdefgh", b: "aijklm" },
      ["b"],
      [],
    ],
  ])("withholds, of figures about builders, %s", (_, letters, splits, expected) => {
    expect(withheldBuilders({ groups: groups(letters) }, splits, { floor: 5 })).toEqual(expected);
  });

  it("withholds the week in which it would, and says so", () => {
    const digest = digestOf(part("shop", [...work("ABcdef"), ...work("ABcdef", shiftWeek(WEEK, -1))]), {
      ...HELD,
      hiddenSplits: new Set([WEEK]),
    });

    expect(digest).toMatchObject({ tools: null, beside: { withheldFor: "others" }, builders: { count: 6 } });
    expect(digest.weeks.map(({ aiAssisted }) => aiAssisted).slice(-2)).toEqual([2, null]);
  });
});

describe("H12: the tools of an organization", () => {
  const visible = new Set(["acme/shop"]);
  const toolsOf = (repositories: Readonly<Record<string, string>>, seen: ReadonlySet<string> = visible) =>
    digestOf(
      Object.entries(repositories).map(([name, letters]) => {
        const changes = work(letters);
        const tools = new Map(changes.map(({ change }) => [change.id, [{ ...CLAUDE, tool: name }]]));
        return repository(changes, { repository: `acme/${name}`, tools });
      }),
      { ...HELD, scope: "acme", visible: seen },
    ).tools?.map(({ tool, changes }) => `${tool} ${changes}`);

  it("are those of the repositories that all readers may see", () => {
    expect(toolsOf({ shop: "ABcde", secret: "VWxyz" })).toEqual(["shop 2"]);
  });

  it("are counted as if there were no others", () => {
    const one = toolsOf({ shop: "ABcde", secret: "ABCDE" });

    expect(one).toEqual(toolsOf({ shop: "ABcde", secret: "abcdefgh" }));
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["there", { shop: "ABcd", secret: "VWxyz" }, ["acme/shop"]],
    ["in the others", { shop: "ABcde", secret: "Vwx" }, ["acme/shop"]],
    [
      "in those of them that tell nothing by themselves",
      { shop: "ABcdefgh", site: "Ijk", secret: "Lmn", hidden: "Opq" },
      ["acme/shop", "acme/site"],
    ],
    [
      "in those of the others that tell nothing by themselves",
      { shop: "ABcdefgh", site: "Ijk", docs: "Lmn", secret: "Opq", hidden: "Rstuvw" },
      ["acme/shop", "acme/site", "acme/docs"],
    ],
    [
      "in several of them on one day",
      { shop: "ABcdefg", site: "Ghijkl", secret: "ABcde" },
      ["acme/shop", "acme/site"],
    ],
  ])("are withheld where too few shipped %s", (_, repositories, seen) => {
    expect(toolsOf(repositories, new Set(seen))).toBeUndefined();
    expect(
      toolsOf(repositories, new Set(Object.keys(repositories).map((name) => `acme/${name}`))),
    ).toBeDefined();
  });
});

describe("H12: what was undone", () => {
  it("is listed only where as many builders shipped as the floor, and counted everywhere", () => {
    const undone = (id: string) => reverted(on(WEEK, 1), 2, { id, builder: "a" });
    const [big, small] = [
      part("big", [...shippedBy(WEEK, 5), undone("#8")]),
      part("small", [...shippedBy(WEEK, 4), undone("#9")]),
    ];
    const { undone: listed, changes } = digestOf([big, small], { ...HELD, scope: "acme" });

    expect([listed?.map(({ change }) => change), changes.undone]).toEqual([["#8"], 2]);
    expect(digestOf(small, { ...HELD, scope: "acme/small" })).toMatchObject({
      undone: null,
      changes: { undone: 1 },
    });
    expect(digestOf(small, { isPublic: true, ...HELD, scope: "acme/small" }).undone).toHaveLength(1);
  });
});
