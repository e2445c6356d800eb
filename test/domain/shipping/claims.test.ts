import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settleClaims, type TouchedFile } from "../../../src/domain/shipping/claims.ts";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";

const touched = (paths: readonly string[], isCut = false) => ({
  ...{ paths: new Set(paths), isCut },
  isEffective: (path: string) => isEffectiveFile(path),
});
const named = (...paths: readonly string[]) => paths.map((path) => ({ path }));
const NOTHING = { reverts: [], repeats: [] };

/** What a change of one commit that says that it reverts `#1` does, by the files of both. */
function reverting(paths: readonly string[], files: readonly TouchedFile[], isCut = false) {
  const claiming = { own: [{ ...NOTHING, sha: "c1", reverts: ["#1"] }], described: NOTHING };
  return settleClaims(claiming, touched(paths, isCut), () => files);
}

describe("T3: a change that says it reverts another one", () => {
  it.each<[string, readonly string[], readonly TouchedFile[], boolean]>([
    ["does when it touches every file of that", ["a.ts", "b.ts"], named("a.ts", "b.ts"), true],
    ["does when it touches others beside", ["a.ts", "b.ts", "c.ts"], named("a.ts"), true],
    ["does not when it leaves one", ["a.ts"], named("a.ts", "b.ts", "c.ts", "d.ts"), false],
    ["does not when it touches none", ["c.ts"], named("a.ts"), false],
    ["does when what it leaves does not count", ["a.ts"], named("a.ts", "CHANGELOG.md", "yarn.lock"), true],
    ["does not by what does not count", ["CHANGELOG.md"], named("a.ts", "CHANGELOG.md"), false],
    ["does by one where none counts", ["README.md"], named("README.md", "docs/a.md"), true],
    ["does not where that touches nothing", ["a.ts"], [], false],
  ])("%s", (_, paths, files, expected) => {
    expect(reverting(paths, files).reverts).toEqual(expected ? ["#1"] : []);
  });

  it("does when it touches the earlier path of what was renamed", () => {
    const renamed = [{ path: "new.ts", isRenamed: true }, { path: "a.ts" }];

    expect(reverting(["old.ts", "a.ts"], renamed)).toMatchObject({ reverts: ["#1"], restating: ["c1"] });
  });

  it("does by one file, where not all that it touches is known", () => {
    expect(reverting(["a.ts"], named("a.ts", "b.ts"), true)).toMatchObject({ reverts: ["#1"], partial: [] });
  });

  it("does whatever it is, when it touches the same, and is no work of its own", () => {
    const paths = fc.uniqueArray(fc.constantFrom("a.ts", "b.ts", "README.md", "yarn.lock", "logo.png"), {
      minLength: 1,
    });

    fc.assert(
      fc.property(paths, (all) => {
        expect(reverting(all, named(...all))).toMatchObject({ reverts: ["#1"], restating: ["c1"] });
      }),
    );
  });

  it("tells how much of it a part is", () => {
    const { reverts, partial, restating } = reverting(["a.ts"], named("a.ts", "b.ts", "README.md", "c.ts"));

    expect({ reverts, partial, restating }).toEqual({
      reverts: [],
      partial: [{ name: "#1", touched: 1, of: 3 }],
      restating: [],
    });
  });
});

/** What a change does whose own commits and description claim these, by the files that it touches. */
function settled(
  own: readonly (readonly ["reverts" | "repeats", string] | undefined)[],
  paths: readonly string[],
  described: Partial<typeof NOTHING> | { reverts?: string[]; repeats?: string[] } = {},
) {
  const files = new Map([
    ["#1", named("a.ts", "b.ts")],
    ["#2", named("c.ts")],
    ["abcdef1", named("a.ts", "b.ts")],
    ["abcdef2", named("a.ts")],
  ]);
  const commits = own.map((claim, index) => ({
    ...{ ...NOTHING, sha: `c${index + 1}` },
    ...(claim && { [claim[0]]: [claim[1]] }),
  }));
  const claiming = { own: commits, described: { ...NOTHING, ...described } };
  return settleClaims(claiming, touched(paths), (name) => files.get(name));
}

describe("T4: the work of a change that reverts another one", () => {
  it.each<[string, Parameters<typeof settled>, readonly string[]]>([
    ["is none, where its one commit says so", [[["reverts", "#1"]], ["a.ts", "b.ts"]], ["c1"]],
    [
      "is none, where each commit says so",
      [
        [
          ["reverts", "#1"],
          ["reverts", "#2"],
        ],
        ["a.ts", "b.ts", "c.ts"],
      ],
      ["c1", "c2"],
    ],
    [
      "is that of its other commits",
      [
        [["reverts", "#1"], undefined],
        ["a.ts", "b.ts"],
      ],
      ["c1"],
    ],
    [
      "is that of its other commits, though its description says so too",
      [[["reverts", "#1"], undefined], ["a.ts", "b.ts"], { reverts: ["#1"] }],
      ["c1"],
    ],
    [
      "is none, where only its description says so",
      [[undefined, undefined], ["a.ts", "b.ts"], { reverts: ["#1"] }],
      ["c1", "c2"],
    ],
    ["is what it touches beyond that", [[undefined], ["a.ts", "b.ts", "new.ts"], { reverts: ["#1"] }], []],
    [
      "is what its one commit touches beyond that, as a squash does",
      [[["reverts", "#1"]], ["a.ts", "b.ts", "new.ts"]],
      [],
    ],
    ["is not what does not count", [[["reverts", "#1"]], ["a.ts", "b.ts", "CHANGELOG.md"]], ["c1"]],
    ["is all of it, where the claim is not true", [[["reverts", "#1"]], ["a.ts"]], []],
    ["is all of it, where nobody knows what it names", [[["reverts", "#9"]], ["a.ts"]], []],
    [
      "is none, where the other commits repeat something",
      [
        [
          ["reverts", "#1"],
          ["repeats", "#2"],
        ],
        ["a.ts", "b.ts", "c.ts"],
      ],
      ["c1", "c2"],
    ],
  ])("%s", (_, of, restating) => {
    expect(settled(...of).restating).toEqual(restating);
  });
});

describe("a change that takes back what it does itself", () => {
  it("reverts nothing, when it reverts its own revert", () => {
    const own = [
      { ...NOTHING, sha: "c1".repeat(20), reverts: ["#1"] },
      { ...NOTHING, sha: "c2".repeat(20), reverts: [] },
      { ...NOTHING, sha: "c3", reverts: ["c1c1c1c"] },
    ];
    const files = () => named("a.ts");

    expect(settleClaims({ own, described: NOTHING }, touched(["a.ts"]), files)).toMatchObject({
      ...{ reverts: [], restating: [] },
    });
  });
});

describe("T7: a change that says it repeats another one", () => {
  it.each<[string, Parameters<typeof settled>, readonly string[]]>([
    [
      "does, where each commit says so",
      [
        [
          ["repeats", "#1"],
          ["repeats", "#2"],
        ],
        ["a.ts", "c.ts"],
      ],
      ["#1", "#2"],
    ],
    [
      "does, where each was picked and a conflict led to another file",
      [
        [
          ["repeats", "abcdef1"],
          ["repeats", "abcdef2"],
        ],
        ["a.ts", "new.ts"],
      ],
      ["abcdef1", "abcdef2"],
    ],
    [
      "does not, where its one commit does more, as a squash of a pick and other work does",
      [[["repeats", "abcdef1"]], ["a.ts", "new.ts"]],
      [],
    ],
    [
      "does, where one of its commits resolves a conflict",
      [
        [["repeats", "#1"], undefined],
        ["a.ts", "b.ts"],
      ],
      ["#1"],
    ],
    ["does, where its title says so", [[undefined], ["a.ts"], { repeats: ["#1"] }], ["#1"]],
    [
      "does not, where it touches another file that counts",
      [[undefined], ["a.ts", "new.ts"], { repeats: ["#1"] }],
      [],
    ],
    ["does not, where it shares no file", [[["repeats", "#1"]], ["new.ts"]], []],
    ["does not, where nobody knows what it names", [[["repeats", "#9"]], ["a.ts"]], []],
  ])("%s", (_, of, pickedFrom) => {
    const { restating, ...rest } = settled(...of);

    expect(rest.pickedFrom).toEqual(pickedFrom);
    expect(restating.length).toBe(pickedFrom.length > 0 ? of[0].length : 0);
  });
});
