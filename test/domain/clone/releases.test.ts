import { describe, expect, it } from "vitest";
import { releasesOf, shipModeShown, toRecords } from "../../../src/domain/clone/releases.ts";

const DAY = 86_400_000;
const NOW = new Date("2026-08-20T00:00:00Z");

function tag(name: string, daysAgo: number) {
  return { name, sha: name, at: new Date(NOW.getTime() - daysAgo * DAY) };
}

describe("the releases of a clone", () => {
  it("are the tags that name versions, oldest first", () => {
    const found = releasesOf([tag("v1.1.0", 10), tag("latest", 5), tag("v1.0.0", 40), tag("v2.0.0-rc.1", 1)]);

    expect(found.map(({ name, isPrerelease }) => [name, isPrerelease])).toEqual([
      ["v1.0.0", false],
      ["v1.1.0", false],
      ["v2.0.0-rc.1", true],
    ]);
  });

  it("are told under the names of their tags", () => {
    const [release, prerelease] = toRecords(releasesOf([tag("v1.0.0", 40), tag("v2.0.0-rc.1", 1)]));

    expect(release).toMatchObject({
      kind: "release",
      id: -1,
      releaseStates: [{ tag: "v1.0.0", state: "released" }],
    });
    expect(prerelease).toMatchObject({
      id: -2,
      releaseStates: [{ tag: "v2.0.0-rc.1", state: "prereleased" }],
    });
  });

  it.each([
    ["two, one of them within 90 days", [tag("v1.0.0", 200), tag("v1.1.0", 89)], "releases"],
    ["two long ago", [tag("v1.0.0", 200), tag("v1.1.0", 91)], "merges"],
    ["only one", [tag("v1.0.0", 10)], "merges"],
    ["only prereleases", [tag("v1.0.0-rc.1", 10), tag("v1.0.0-rc.2", 5)], "merges"],
    ["none", [], "merges"],
  ])("tell how it ships: %s", (_, tags, mode) => {
    expect(shipModeShown(releasesOf(tags), NOW)).toBe(mode);
  });
});
