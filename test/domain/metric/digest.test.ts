import { describe, expect, it } from "vitest";
import { digestOf, on, repository, shipped, WEEK } from "../../../dev/simulation/examples/records.ts";
import { at, change, deployment, straightHistory } from "../../../dev/simulation/world/history.ts";
import { type Digest, digestWeek } from "../../../src/domain/metric/digest.ts";
import { toMeasured } from "../../../src/domain/metric/measured.ts";
import type { Change } from "../../../src/domain/shipping/change.ts";
import type { Deployment } from "../../../src/domain/shipping/deployment.ts";
import { deriveShipping } from "../../../src/domain/shipping/shipping.ts";

const BASELINE = deployment(1, "m0", at(1));

/** The digest of 2026-W45, Monday 2 to Sunday 8 November. */
function derivedDigest(
  changes: readonly Change[],
  deployments: readonly Deployment[],
  now = at(9, 9),
): Digest {
  const shipping = deriveShipping(straightHistory(changes, deployments, 200), now);
  const query = { scope: "acme/shop", week: "2026-W45", zone: "utc", now, isOwnReader: true };
  return digestWeek([toMeasured("acme/shop", shipping)], query);
}

describe("normalized deployments", () => {
  const total = (...changes: readonly Change[]) =>
    derivedDigest(changes, [BASELINE, deployment(2, "m9", at(8))]).normalizedDeployments.total;

  it("are one for all that a builder merges on a day", () => {
    expect(total(change(1, at(2, 9)), change(2, at(2, 15)), change(3, at(2, 18)))).toBe(1);
  });

  it("are one for each day of a builder", () => {
    expect(total(change(1, at(2, 9)), change(2, at(3, 9)))).toBe(2);
  });

  it("are one for each builder of a day", () => {
    expect(total(change(1, at(2, 9)), change(2, at(2, 9), { builder: "grace" }))).toBe(2);
  });

  it("leave out work that nobody is accountable for", () => {
    expect(total(change(1, at(2, 9), { builder: undefined }))).toBe(0);
  });

  it("belong to the week of the merge, whenever it ships", () => {
    expect(total(change(1, at(2, 9)), change(2, at(9, 8)))).toBe(1);
  });

  it("count as AI-assisted by the part of their changes that is declared", () => {
    const changes = [
      change(1, at(2, 9), { attribution: "declared" }),
      change(2, at(2, 10)),
      change(3, at(2, 11)),
      change(4, at(3, 9), { attribution: "declared" }),
      change(5, at(4, 9), { attribution: "unknown" }),
    ];
    const { normalizedDeployments } = derivedDigest(changes, [BASELINE, deployment(2, "m9", at(8))]);

    expect(normalizedDeployments).toMatchObject({ total: 3, aiAssisted: 1.33, unknown: 1 });
  });
});

describe("G43: the AI-assisted part of a builder's day", () => {
  const DECLARED = { attribution: "declared" } as const;
  const partOf = (...changes: readonly Change[]) =>
    derivedDigest(changes, [BASELINE, deployment(2, "m9", at(8))]).normalizedDeployments.aiAssisted;
  const minor = [2, 3, 4, 5].map((number) => change(number, at(2, 9 + number), { ...DECLARED, lines: 1 }));

  it("hardly grows with small declared changes beside the day's work", () => {
    expect(partOf(change(1, at(2, 9), { lines: 196 }), ...minor)).toBe(0.02);
  });

  it.each([
    [40, 120, 0.25],
    [100, 400, 0.2],
    [100, 5_000, 0.2],
    [5_000, 400, 0.5],
    [0, 10, 0],
    [0, 0, 0.5],
    [undefined, 300, 0.5],
    [1, undefined, 0.5],
  ])("is that of its lines, at most 400 of each: %s declared beside %s make %s", (declared, other, part) => {
    const changes = [
      change(1, at(2, 9), { ...DECLARED, lines: declared }),
      change(2, at(2, 10), { lines: other }),
    ];

    expect(partOf(...changes)).toBe(part);
  });

  it("is weighed over all repositories of an organization", () => {
    const shop = repository([shipped(on(WEEK, 0), { change: { builder: "ada", lines: 300 } })]);
    const api = repository([shipped(on(WEEK, 0), { change: { builder: "ada", lines: 100, ...DECLARED } })], {
      repository: "acme/api",
    });

    expect(digestOf([shop, api], { scope: "acme" }).normalizedDeployments).toMatchObject({
      total: 1,
      aiAssisted: 0.25,
    });
  });
});

describe("a week", () => {
  const changes = [change(1, at(2)), change(2, at(8)), change(3, at(9), { carriers: ["m3", "x3"] })];

  it.each([
    ["open before it has ended", "m1", at(3), at(8, 12), "open"],
    ["open while its last change waits", "m1", at(3), at(12), "open"],
    ["complete once its last change is deployed", "m2", at(10), at(11), "complete"],
    ["open though a later change is deployed without it", "x3", at(10), at(11), "open"],
    ["settled seven days later", "m2", at(10), at(17), "settled"],
    ["final 28 days later", "m2", at(10), at(38), "final"],
  ])("is %s", (_, sha, deployedAt, now, expected) => {
    expect(derivedDigest(changes, [BASELINE, deployment(2, sha, deployedAt)], now).state).toBe(expected);
  });

  it("says what it waits for while it is open", () => {
    const digest = derivedDigest(changes, [BASELINE, deployment(2, "m1", at(3))], at(12));

    expect(digest.normalizedDeployments.signal).toBe("waiting");
    expect(digest.changes).toMatchObject({ merged: 2, pending: 1, arrived: 1 });
  });
});

describe("a usual range", () => {
  /** One builder, `days` builder-days a week for `weeks` weeks from 2026-W46 on, all deployed at once. */
  function weekly(weeks: number, days: number) {
    const changes = Array.from({ length: weeks * days }, (_, index) => {
      const day = 9 + Math.floor(index / days) * 7 + (index % days);
      return change(index + 1, at(day, 9));
    });
    return changes;
  }

  it("is learned from twelve complete weeks after the first", () => {
    const changes = weekly(14, 3);
    const deployments = [
      deployment(1, "m0", at(3)),
      ...changes.map(({ id, mergedAt }) => {
        const number = Number(id.slice(1));
        return deployment(number + 1, `m${number}`, new Date(mergedAt.getTime() + 3_600_000));
      }),
    ];
    const now = at(9 + 14 * 7);
    const shipping = deriveShipping(straightHistory(changes, deployments, 50), now);
    const query = { scope: "a/b", week: "2027-W06", zone: "utc", now };
    const { normalizedDeployments, weeks } = digestWeek([toMeasured("a/b", shipping)], query);

    expect(normalizedDeployments).toMatchObject({ total: 3, usual: [3, 3], learned: 13, signal: "none" });
    expect(weeks).toHaveLength(12);
  });
});
