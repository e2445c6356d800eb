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
import type { ShippedChange } from "../../../src/domain/shipping/judgement.ts";

/** A settled week, and the one before it. */
const SETTLED = "2026-W44";
const EARLIER = "2026-W43";

/** How many of ten changes of each kind are undone. */
interface Undone {
  readonly declared: number;
  readonly undeclared: number;
}

/** Ten changes of each kind by each of some builders, all of one size. */
function work({ declared, undeclared }: Undone, builders = 6, week = SETTLED): ShippedChange[] {
  const ofKind = (attribution: "declared" | "undeclared", undone: number, builder: string) =>
    Array.from({ length: 10 }, (_, index) => {
      const rest = { builder, attribution, lines: 40 };
      return index < undone ? reverted(on(week, 1), 2, rest) : shipped(on(week, 1), { change: rest });
    });
  return Array.from({ length: builders }, (_, index) => `builder-${index}`).flatMap((builder) => [
    ...ofKind("declared", declared, builder),
    ...ofKind("undeclared", undeclared, builder),
  ]);
}

function comparison(
  changes: readonly ShippedChange[],
  ...rest: [Parameters<typeof repository>[1]?, Parameters<typeof digestOf>[1]?]
) {
  return digestOf(repository(changes, rest[0]), rest[1]).comparison;
}

describe("a digest's comparison", () => {
  it("finds that declared changes are undone more often", () => {
    expect(comparison(work({ declared: 5, undeclared: 1 }))).toMatchInlineSnapshot(`
      {
        "builders": 6,
        "changes": 120,
        "finding": "more",
        "interval": [
          3.18,
          22.8,
        ],
        "oddsRatio": 9,
        "weeks": [
          "2026-W35",
          "2026-W46",
        ],
      }
    `);
  });

  it("finds that they are undone less often", () => {
    expect(comparison(work({ declared: 1, undeclared: 5 }))).toMatchObject({
      finding: "less",
      oddsRatio: 0.11,
    });
  });

  it("finds none that kinds of work could not make by themselves", () => {
    expect(comparison(work({ declared: 4, undeclared: 2 }))).toMatchObject({
      finding: "none",
      interval: [1.15, 5.79],
    });
  });

  it("knows no upper end where no undeclared change was undone", () => {
    expect(comparison(work({ declared: 3, undeclared: 0 }))).toMatchObject({
      finding: "more",
      oddsRatio: null,
    });
  });

  it("holds builders alike: those who have more undone may declare more", () => {
    const careful = work({ declared: 1, undeclared: 1 }, 12).filter(({ change }, index) => {
      return change.attribution === "undeclared" || index % 10 < 3;
    });
    const prone = work({ declared: 5, undeclared: 5 }, 12).map((each) => ({
      ...each,
      change: { ...each.change, builder: `prone-${each.change.builder}` },
    }));

    expect(comparison([...careful, ...prone])).toMatchObject({ finding: "none" });
  });

  it("looks at the settled weeks in which nothing is sealed", () => {
    const weeks = [
      ...work({ declared: 5, undeclared: 1 }, 6, EARLIER),
      ...work({ declared: 1, undeclared: 5 }),
    ];

    expect(comparison(weeks)).toMatchObject({ weeks: ["2026-W35", "2026-W46"], finding: "none" });
    expect(comparison(weeks, { lastSealed: on(EARLIER, 1) })).toMatchObject({
      weeks: [SETTLED, "2026-W46"],
      finding: "less",
    });
  });

  it("knows a builder over all repositories of an organization", () => {
    const half = (isFirst: boolean, name: string) =>
      repository(
        work({ declared: 5, undeclared: 1 }).filter(
          ({ change }) => (change.attribution === "declared") === isFirst,
        ),
        { repository: `acme/${name}` },
      );

    expect(digestOf([half(true, "a"), half(false, "b")], { scope: "acme" }).comparison).toEqual(
      comparison(work({ declared: 5, undeclared: 1 })),
    );
  });

  it.each([
    ["weeks", work({ declared: 5, undeclared: 1 }), { measuredSince: on(WEEK, 0, 0) }, {}],
    ["weeks", work({ declared: 5, undeclared: 1 }), { lastSealed: on(WEEK, 0) }, {}],
    ["builders", work({ declared: 5, undeclared: 1 }, 4), {}, {}],
    ["builders", work({ declared: 5, undeclared: 1 }, 4), {}, { isPublic: true }],
    ["builders", work({ declared: 5, undeclared: 1 }, 6), {}, { floor: 7 }],
    ["privacy", work({ declared: 5, undeclared: 1 }), {}, { hidesBuilders: true }],
    ["privacy", [...work({ declared: 5, undeclared: 1 }), ...shippedBy(WEEK, 4)], {}, { isOwnReader: false }],
    ["undone", work({ declared: 0, undeclared: 0 }), {}, {}],
    ["undone", work({ declared: 1, undeclared: 1 }, 5), {}, {}],
    [
      "concentrated",
      [...work({ declared: 0, undeclared: 0 }), ...work({ declared: 9, undeclared: 1 }, 1)],
      {},
      {},
    ],
    [
      "coverage",
      work({ declared: 5, undeclared: 1 }).map((each, index) =>
        index % 4 === 0 ? { ...each, change: { ...each.change, attribution: "unknown" as const } } : each,
      ),
      {},
      {},
    ],
  ])("cannot tell because of %s", (cannotTell, changes, rest, query) => {
    expect(comparison(changes, rest, query)).toEqual({ cannotTell });
  });
});
