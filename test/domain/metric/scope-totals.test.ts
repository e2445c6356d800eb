import { describe, expect, it } from "vitest";
import {
  digestOf,
  on,
  pending,
  repository,
  shipped,
  WEEK,
} from "../../../dev/simulation/examples/records.ts";
import type { CountedFacts } from "../../../src/domain/metric/counted-part.ts";
import type { DigestQuery } from "../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../src/domain/metric/measured.ts";

/** One net change on each of some days for each of some people, by letters; those of capital letters are declared. */
function part(name: string, letters: string, rest: Partial<Measured> = {}, days: readonly number[] = [0]) {
  const changes = [...letters].flatMap((letter) =>
    days.map((day) => {
      const attribution = letter === letter.toLowerCase() ? ("undeclared" as const) : ("declared" as const);
      return shipped(on(WEEK, day), { change: { builder: letter.toLowerCase(), attribution } });
    }),
  );
  return repository(changes, { repository: `acme/${name}`, ...rest });
}

/** The scopes of an organization, each named by its repositories. */
function scopesOf(
  measured: readonly Measured[],
  scopes: readonly string[],
  query: Partial<DigestQuery> = {},
) {
  const named = scopes.map((name) => {
    const repositories = name.split(" ").map((each) => `acme/${each}`);
    return { name, repositories, named: repositories.length };
  });
  return digestOf(measured, { scope: "acme", isOwnReader: false, scopes: named, ...query }).scopes;
}

/** The total of each scope. */
function totalsOf(
  letters: Readonly<Record<string, string>>,
  scopes: readonly string[],
  query: Partial<DigestQuery> = {},
) {
  const measured = Object.entries(letters).map(([name, people]) => part(name, people));
  return scopesOf(measured, scopes, query)?.map(({ total }) => total);
}

describe("a named scope of an organization", () => {
  it("counts a builder once a day over its repositories, and divides the work by AI assistance", () => {
    const [api, shop] = [part("api", "ABcde"), part("shop", "bcdef")];

    expect(scopesOf([api, shop], ["api shop"])).toEqual([
      {
        ...{ scope: "api shop", repositories: 2, leftOut: 0, pending: 0, state: "complete" },
        ...{ total: 6, aiAssisted: 1.5 },
      },
    ]);
  });

  it("counts in each scope that has its repository, and once in the organization", () => {
    const [api, shop, web] = [part("api", "abcde"), part("shop", "fghij"), part("web", "klmno")];
    const all = [api, shop, web];

    expect(scopesOf(all, ["api shop", "shop web"])?.map(({ total }) => total)).toEqual([10, 10]);
    expect(digestOf(all, { scope: "acme" }).normalizedDeployments.total).toBe(15);
  });

  it("leaves out repositories that are unknown, only merge, or were never deployed, and says how many", () => {
    const all = [
      part("api", "abcde"),
      part("proxy", "f", { ship: "merges" }),
      part("new", "g", { measuredSince: undefined }),
    ];

    expect(scopesOf(all, ["api proxy new gone"])).toMatchObject([{ repositories: 1, leftOut: 3, total: 5 }]);
    expect(scopesOf(all, ["proxy gone"])).toEqual([]);
    expect(digestOf(all, { scope: "acme" }).scopes).toBeUndefined();
  });

  it("waits for the deployments of its own repositories", () => {
    const late = repository([pending(on(WEEK, 0)), pending(on(WEEK, 1))], { repository: "acme/late" });

    expect(scopesOf([part("api", "abcde"), late], ["api", "late"])).toMatchObject([
      { state: "complete", pending: 0 },
      { state: "open", pending: 2, total: 0 },
    ]);
  });

  it("is withheld where some reader may not see one of its repositories, and has no name where it has no other", () => {
    const all = [part("api", "abcde"), part("secret", "fghij")];

    expect(scopesOf(all, ["api secret", "secret"], { visible: new Set(["acme/api"]) })).toMatchObject([
      { scope: "api secret", repositories: 1, leftOut: 1, total: null },
    ]);
  });

  it("cannot tell its AI-assisted part where too few attributions are known", () => {
    const known = part("api", "abcde");
    const unknown = [...known.changes, ...part("api", "fg").changes].map((each, index) =>
      index > 4 ? { ...each, change: { ...each.change, attribution: "unknown" as const } } : each,
    );

    expect(scopesOf([{ ...known, changes: unknown }], ["api"])).toMatchObject([
      { total: 7, aiAssisted: null },
    ]);
  });
});

describe("a scope that has a part of repositories", () => {
  /** Changes in paths that one or two of the scopes `pay` and `web` have, or none. */
  const partOf = (name: string, letters: Readonly<Record<string, string>>) => {
    const changes = Object.entries(letters).flatMap(([scopes, people]) =>
      part(name, people).changes.map((each) => {
        return { ...each, change: { ...each.change, scopes: scopes === "none" ? [] : scopes.split(" ") } };
      }),
    );
    return repository(changes, { repository: `acme/${name}` });
  };
  const partial = (all: readonly Measured[], query: Partial<DigestQuery> = {}, names = ["pay", "web"]) => {
    const repositories = all.map((each) => each.repository);
    const scopes = names.map((name) => {
      return {
        name,
        repositories,
        named: 0,
        has: (_: string, { scopes: own = [] }: CountedFacts) => own.includes(name),
      };
    });
    return digestOf(all, { scope: "acme", isOwnReader: false, scopes, ...query }).scopes;
  };

  it("counts only the changes that are in it, a builder's day once over all repositories", () => {
    const api = partOf("api", { pay: "ABcde", none: "Afghij" });
    const shop = partOf("shop", { pay: "apqrst", "pay web": "u", none: "klmno" });

    expect(partial([api, shop], {}, ["pay"])).toEqual([
      {
        ...{ scope: "pay", repositories: 2, leftOut: 0, pending: null, state: "complete" },
        ...{ total: 11, aiAssisted: 1.5 },
      },
    ]);
  });

  it.each<[string, Record<string, Record<string, string>>, (number | null)[]]>([
    ["few in a scope", { a: { pay: "abcd", none: "efghij" } }, [null, 0]],
    ["few in what it leaves of a repository", { a: { pay: "abcdef", none: "ghij" } }, [null, 0]],
    ["nothing where both are enough", { a: { pay: "abcde", none: "fghij" } }, [5, 0]],
    [
      "few in both of two scopes, where a sum is about them alone",
      { a: { pay: "abcde", web: "fghij", "pay web": "kl" }, b: { none: "mnopq" } },
      [7, null],
    ],
    [
      "nothing where each sum is about others, too",
      { a: { pay: "abcde", web: "fghij", "pay web": "kl", none: "mnopq" } },
      [7, 7],
    ],
    [
      "few in a part whose total is left when that of a repository without splits is subtracted",
      { a: { pay: "a", none: "bc" }, b: { pay: "defg" }, c: { none: "hijklmno" } },
      [null, 0],
    ],
    [
      "nothing where few in one repository are among enough in others",
      { a: { pay: "a", none: "fghijk" }, b: { pay: "bcdefl", none: "mnopq" } },
      [7, 0],
    ],
    [
      "nothing of a repository that is whole in a scope",
      { a: { pay: "abcde", none: "fghij" }, b: { pay: "klmno" }, c: { none: "pqrst" } },
      [10, 0],
    ],
  ])("withholds %s", (_, letters, totals) => {
    const all = Object.entries(letters).map(([name, parts]) => partOf(name, parts));

    expect(partial(all)?.map(({ total }) => total)).toEqual(totals);
  });

  it("is withheld with its waiting changes where a reader may not see a repository that has some of it", () => {
    const all = [partOf("api", { pay: "abcde", none: "fghij" }), partOf("secret", { web: "klmno" })];

    expect(partial(all, { visible: new Set(["acme/api"]) })).toMatchObject([
      { scope: "pay", repositories: 1, leftOut: 0, total: 5, pending: null },
      { scope: "web", repositories: 1, leftOut: 0, total: null, pending: null },
    ]);
  });
});

describe("what scopes would tell of few people", () => {
  it.each<[string, Record<string, string>, string[], (number | null)[]]>([
    ["a scope of fewer than the floor", { a: "abcd", b: "efghij" }, ["a", "b"], [null, null]],
    ["nothing of a scope in which nobody shipped", { a: "abcde", b: "" }, ["b"], [0]],
    ["nothing of a scope with one repository", { a: "abcde", b: "fghij" }, ["a"], [5]],
    ["a scope that leaves one repository of few", { a: "abcde", b: "fgh", c: "ij" }, ["a b"], [null]],
    ["nothing where enough are left", { a: "abcde", b: "fgh", c: "ij" }, ["b c"], [5]],
    [
      "the smaller of two nested scopes",
      { a: "abc", b: "def", c: "g", d: "hijkl" },
      ["a b c", "a b"],
      [7, null],
    ],
    [
      "the second of two that differ by few",
      { a: "abc", b: "def", c: "gh", d: "ij", e: "klm", f: "nop" },
      ["a b c", "a b d"],
      [8, null],
    ],
    [
      "a scope with more than a repository tells itself",
      { a: "abcdef", b: "ghijkl", c: "m" },
      ["b c"],
      [null],
    ],
    ["nothing of the whole organization", { a: "abc", b: "de" }, ["a b"], [5]],
    [
      "scopes whose sum counts one person twice",
      { a: "abcdP", b: "efghP", c: "ijklm" },
      ["a b", "a", "b"],
      [null, null, null],
    ],
    [
      "nothing where one person works in two scopes, and enough others in neither",
      { a: "abcdeP", b: "fghijP", c: "kl", d: "mno" },
      ["a", "b"],
      [6, 6],
    ],
    [
      "the scope whose difference to another is one person's other repository",
      { a: "abcdeP", b: "P", c: "fghij" },
      ["a", "a b"],
      [6, null],
    ],
  ])("withholds %s", (_, letters, scopes, totals) => {
    expect(totalsOf(letters, scopes)).toEqual(totals);
  });

  it("is withheld where another one would be shown if all readers might see its repositories", () => {
    const letters = { a: "abc", b: "def", c: "g", d: "hij", e: "kl" };
    const totals = (visible: string) =>
      totalsOf(letters, ["a b c", "a b"], {
        visible: new Set([...visible].map((name) => `acme/${name}`)),
      });

    expect([totals("abcde"), totals("abde")]).toEqual([
      [7, null],
      [null, null],
    ]);
  });

  it("is withheld by the floor of the config, on each side where it is strict", () => {
    const letters = { a: "ABCdef", b: "ghijkl" };

    expect(totalsOf(letters, ["a"], { floor: 6 })).toEqual([6]);
    expect(totalsOf(letters, ["a"], { floor: 7 })).toEqual([null]);
    expect(totalsOf(letters, ["a"], { floor: 4, isStrict: true })).toEqual([null]);
    expect(totalsOf(letters, ["a"], { floor: 3, isStrict: true })).toEqual([6]);
  });
});
