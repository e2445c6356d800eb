import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEffectiveFile } from "../../../src/domain/shipping/effective.ts";
import { takesBack } from "../../../src/domain/shipping/takes-back.ts";

const touched = (paths: readonly string[], isCut = false) => ({
  ...{ paths: new Set(paths), isCut },
  isEffective: (path: string) => isEffectiveFile(path),
});
const named = (...paths: readonly string[]) => paths.map((path) => ({ path }));

describe("T3: a change that says it reverts another one", () => {
  it.each<[string, readonly string[], ReturnType<typeof named>, boolean]>([
    ["does when it touches every file of that", ["a.ts", "b.ts"], named("a.ts", "b.ts"), true],
    ["does when it touches others beside", ["a.ts", "b.ts", "c.ts"], named("a.ts"), true],
    ["does not when it leaves one", ["a.ts"], named("a.ts", "b.ts", "c.ts", "d.ts"), false],
    ["does not when it touches none", ["c.ts"], named("a.ts"), false],
    ["does when what it leaves does not count", ["a.ts"], named("a.ts", "CHANGELOG.md", "yarn.lock"), true],
    ["does not by what does not count", ["CHANGELOG.md"], named("a.ts", "CHANGELOG.md"), false],
    ["does by one where none counts", ["README.md"], named("README.md", "docs/a.md"), true],
    ["does not where that touches nothing", ["a.ts"], [], false],
  ])("%s", (_, paths, files, expected) => {
    expect(takesBack(touched(paths), files)).toBe(expected);
  });

  it("does when it touches the earlier path of what was renamed", () => {
    const renamed = [{ path: "new.ts", isRenamed: true }, { path: "a.ts" }];

    expect(takesBack(touched(["old.ts", "a.ts"]), renamed)).toBe(true);
  });

  it("does by one file, where not all that it touches is known", () => {
    expect(takesBack(touched(["a.ts"], true), named("a.ts", "b.ts"))).toBe(true);
  });

  it("does whatever it is, when it touches the same", () => {
    const paths = fc.uniqueArray(fc.constantFrom("a.ts", "b.ts", "README.md", "yarn.lock", "logo.png"), {
      minLength: 1,
    });

    fc.assert(fc.property(paths, (all) => takesBack(touched(all), named(...all))));
  });
});
