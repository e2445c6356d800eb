import { describe, expect, it } from "vitest";
import { at, change, deployment, straightHistory } from "../../dev/simulation/world/history.ts";
import { type Digest, type DigestQuery, digestWeek } from "../../src/domain/metric/digest.ts";
import type { GuardrailMetrics } from "../../src/domain/metric/guardrails.ts";
import { toMeasured } from "../../src/domain/metric/measured.ts";
import { DEFAULT_RULES, type ShipMode } from "../../src/domain/shipping/rules.ts";
import { deriveShipping } from "../../src/domain/shipping/shipping.ts";
import { digestMarker, renderDigest } from "../../src/render/digest/issue.ts";

const BASELINE = deployment(1, "m0", at(1));
const KEY = { repositoryId: 7, week: "2026-W45" };
const OWNERS = { installationId: 9, week: "2026-W45" };
const WEEK = { scope: "acme/shop", week: "2026-W45", zone: "utc" };

function digest(
  lastDeployedAt?: Date,
  { ship, ...query }: Partial<DigestQuery> & { ship?: ShipMode } = {},
): Digest {
  const now = at(9, 9);
  const changes = [
    change(1, at(2), { attribution: "declared" }),
    change(2, at(3), { isEffective: false }),
    change(3, at(8)),
  ];
  const last = lastDeployedAt ? [deployment(4, "m3", lastDeployedAt)] : [];
  const deployments = [BASELINE, deployment(2, "m2", at(4)), deployment(3, "m2", at(4, 1)), ...last];
  const rules = ship === undefined ? [] : [{ ...DEFAULT_RULES, ship }];
  const shipping = deriveShipping({ ...straightHistory(changes, deployments), rules }, now);
  return digestWeek([toMeasured("acme/shop", shipping, { ship })], {
    ...WEEK,
    now,
    isOwnReader: true,
    ...query,
  });
}

const WHOLE = digest(at(8, 1));

/** The same digest with other figures in its headline, or beside it, and without a summary that contradicts them. */
function withFigures(
  figures: Partial<Digest["normalizedDeployments"]>,
  beside: Partial<GuardrailMetrics> = {},
): Digest {
  const { summary: _, ...rest } = WHOLE;
  return {
    ...rest,
    normalizedDeployments: { ...WHOLE.normalizedDeployments, ...figures },
    beside: { ...WHOLE.beside, ...beside },
  };
}

/** The two lines of the headline, with ordinary spaces. */
function firstLines(shown: Digest): string[] {
  const [total = "", share = ""] = renderDigest(shown, KEY).body.replaceAll("\u00a0", " ").split("\n\n");
  return [total, share];
}

/** The lines of a digest's issue that begin in some way. */
function lines(shown: Digest, beginning: string): string[] {
  const all = renderDigest(shown, KEY).body.split("\n");
  return all.filter((line) => line.startsWith(beginning));
}

describe("a digest issue", () => {
  it("answers first, and shows all the way to the number", () => {
    const { title, body } = renderDigest(WHOLE, KEY);

    expect(title).toBe("Plimsoll · acme/shop · 2026-W45");
    expect(body).toMatchInlineSnapshot(`
      "### 2 normalized deployments in 2026-W45

      **1 of 2 (50 %) AI-assisted**

      **Too early to say whether anything changed:** learning, 0 of 12 comparable weeks. There is no verdict before 2027-W04.

      **What to do:** Nothing yet. What is usual is still being learned.

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 400
          height: 260
          titleFontSize: 16
          titlePadding: 14
          xAxis: { labelFontSize: 13, showTick: false }
          yAxis: { showLabel: false, showTick: false, showAxisLine: false }
        themeVariables:
          xyChart:
            backgroundColor: transparent
            plotColorPalette: "#8c959f, #0969da, #bf8700, #bf8700"
      ---
      xychart-beta
        title "Normalized deployments by week of merge"
        x-axis ["W44", "W45"]
        y-axis 0 --> 5
        bar [0, 2]
        bar [0, 1]
      \`\`\`
      Whole bar: all, 2 in the highest week. Blue: its AI-assisted part.

      *One normalized deployment is one day of one builder's merged work that reached production and stayed there.*

      - Provisional until 16 Nov 2026, final on 7 Dec 2026: what shipped can still be undone, which would restate the week.

      <details><summary>What shipped: 2 changes, 1 AI-assisted</summary>

      **AI declared:**

      - #1

      **Nothing declared:**

      - #3

      </details>

      #### How the number came about

      - 3 changes merged
      - − 1 of kinds that do not count
      - = **2 normalized deployments**

      #### Beside the number

      AI: changes that declare a tool. Others: changes that declare nothing.

      - **Net changes:** AI 1, others 1
      - **Approved by someone else:** AI 1 of 1 (21 to 100 %), others 1 of 1 (21 to 100 %)
      - Size and people differ between the groups; this does not show an effect of AI. Ranges are 95 % intervals.
      - Median of all: 24.5 h from merge to production, 10 lines changed.

      <details><summary>Not counted: 1 of 3 deployments, 1 change — and why</summary>

      | what | why |
      |---|---|
      | 1 deployment | the same commit was there already |
      | 1 change | empty, left out by a merge, or only documentation, binaries, and generated, vendored, lock, version or excluded files |

      </details>

      <details><summary>The chart as a table</summary>

      | week | all | AI | state |
      |---|--:|--:|---|
      | W44 | 0 | 0 | settled |
      | W45 | 2 | 1 | complete |

      </details>

      <details><summary>How to read this</summary>

      Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition 2.

      What one pull request counts as, and why, is shown in its Plimsoll check. Every number can be asked for: \`plimsoll explain acme/shop --week 2026-W45\` prints each change and deployment behind it, with the rule that decided.

      What counts at all is set in \`.github/plimsoll.yml\`.

      </details>

      <!-- plimsoll:digest repository=7 week=2026-W45 -->
      "
    `);
  });

  it("asks for no deployment where the week is not over and nothing waits", () => {
    const open = withFigures({ signal: "waiting" });
    const changes = { ...open.changes, waiting: 0, pending: 0 };

    expect(lines({ ...open, state: "open", changes }, "**What to do:**")).toEqual([
      "**What to do:** Nothing yet. What is usual is still being learned.",
    ]);
  });

  it("asks for a release where one is waited for, and for people where nobody is accountable", () => {
    const open = withFigures({ signal: "waiting" });
    const waiting = { ...open.changes, waiting: 2, pending: 2 };
    const next = (shown: Digest) => lines(shown, "**What to do:**")[0];

    expect(next({ ...open, state: "open", ship: "releases", changes: waiting })).toBe(
      "**What to do:** Release what waits: work counts once it is in production.",
    );
    expect(next({ ...WHOLE, changes: { ...WHOLE.changes, noBuilder: 1 } })).toBe(
      "**What to do:** Have people merge or approve what agents write: work counts once somebody is accountable.",
    );
  });

  it("shows each step that lost something on the way to the number, and no other", () => {
    const counts = { merged: 40, arrived: 33, effective: 28, net: 25, noBuilder: 2 };
    const shown = withFigures({ total: 19 });
    const changes = { ...shown.changes, ...counts };

    expect(
      lines({ ...shown, changes }, "- ")
        .filter((line) => /^- (\d|−|=)/.test(line))
        .slice(0, 7),
    ).toEqual([
      "- 40 changes merged",
      "- − 7 waiting for a deployment",
      "- − 5 of kinds that do not count",
      "- − 3 undone or withdrawn",
      "- − 2 without anybody accountable",
      "- − 4 on days that count already, by another change of the same builder",
      "- = **19 normalized deployments**",
    ]);
    const all = { ...changes, merged: 19, arrived: 19, effective: 19, net: 19, noBuilder: 0 };
    expect(renderDigest({ ...shown, changes: all }, KEY).body).not.toContain("How the number came about");
  });

  it("says what it waits for while its week is still filling", () => {
    expect(renderDigest(digest(), KEY).body.split("\n").slice(0, 5)).toMatchInlineSnapshot(`
      [
        "### 1 normalized deployment in 2026-W45 so far",
        "",
        "**1 of 1 (100 %) AI-assisted**",
        "",
        "**Too early to say whether anything changed:** 1 merged change waits for a deployment. The newest complete week is 2026-W44, with 0.",
      ]
    `);
  });

  it.each([
    [
      { pending: 3, waiting: 2 },
      "**Too early to say whether anything changed:** 2 merged changes wait for a deployment.",
    ],
    [
      { pending: 3, waiting: undefined },
      "**Too early to say whether anything changed:** 3 merged changes wait for a deployment",
    ],
  ])("says of what waits only what will count, where that was told: %j", (changes, sentence) => {
    const filling = digest();
    const told = { ...filling, changes: { ...filling.changes, ...changes } } as Digest;

    expect(renderDigest(told, KEY).body).toContain(sentence);
  });

  it.each<[Partial<Digest["normalizedDeployments"]>, string]>([
    [
      { signal: "none", usual: [24, 38], total: 31 },
      "**No change detected.** 31 lies within the usual range of 24–38 a week.",
    ],
    [
      { signal: "above", usual: [24, 38], total: 41 },
      "**A change:** 41 lies above the usual range of 24–38 a week. By chance alone that happens in one or two weeks of a hundred.",
    ],
    [
      { signal: "below", usual: [24, 38], total: 9 },
      "**A change:** 9 lies below the usual range of 24–38 a week.",
    ],
    [
      { signal: "learning", usual: null, learned: 7 },
      "**Too early to say whether anything changed:** learning, 7 of 12 comparable weeks. There is no verdict before 2026-W50.",
    ],
    [
      { signal: "quiet", usual: [24, 38] },
      "**A quiet week:** fewer than 60 % of the usual number of builders",
    ],
  ])("says in one sentence whether anything changed", (figures, sentence) => {
    expect(renderDigest(withFigures(figures), KEY).body).toContain(sentence);
  });

  it("W3: says in the first lines how much of the work nobody is accountable for, where it is much", () => {
    const base = withFigures({ signal: "none", usual: [24, 38], total: 31 });
    const lines = (noBuilder: number) =>
      renderDigest({ ...base, changes: { ...base.changes, net: 132, noBuilder } }, KEY).body.match(
        /.*net changes? do.*/,
      )?.[0];

    expect(lines(13)).toBeUndefined();
    expect(lines(61)).toMatchInlineSnapshot(
      `"**61 of 132 net changes do not count**: nobody accountable is known, for example because an agent wrote and merged them."`,
    );
  });

  it("sums all verdicts up in one sentence just below the headline", () => {
    const summary = {
      kind: "told",
      total: "above",
      people: "more",
      isEnough: true,
      work: "none",
      share: "none",
      fewerFor: 0,
    } as const;
    const shown = { ...withFigures({ signal: "above", usual: [24, 38], total: 41 }), summary };

    expect(renderDigest(shown, KEY).body.split("\n")[4]).toMatchInlineSnapshot(
      `"**The total is above its usual range, because more people shipped: each ships as many changes as before.** The total is usually 24–38 a week; if nothing changes, one or two weeks of a hundred lie outside."`,
    );
  });

  it("renders what an earlier version stored, without the verdicts that it did not know", () => {
    const { trend: _trend, share: _share, summary: _summary, ...rest } = WHOLE;
    const stored: Digest = { ...rest, builders: { count: 9, adoption: "few", perBuilder: 3.4 } };
    const { body } = renderDigest(stored, KEY);

    expect(body.split("\n")[0]).toBe("### 2 normalized deployments in 2026-W45");
    expect(body).toContain("- 9 builders, 3.4 normalized deployments each on average.");
    expect(body).not.toMatch(/moving average|undefined|null/);
  });

  it("asks what changed where any verdict tells of a change", () => {
    const summary = { kind: "told", total: "none", people: "none", isEnough: true, fewerFor: 0 } as const;
    const next = (work: "none" | "above", share: "none" | "below") =>
      lines(
        { ...withFigures({ signal: "none", usual: [1, 9] }), summary: { ...summary, work, share } },
        "**What to do",
      );

    expect(next("none", "none")[0]).toContain("Nothing. Weeks differ this much by chance.");
    expect(next("above", "none")[0]).toContain("Ask the team why each ships more changes.");
    expect(next("none", "below")[0]).toContain("Ask the team why less of the work is AI-assisted.");
  });

  it.each([
    [0.83, 21, "0.8 of 21 (4 %)"],
    [1.4, 4, "1.4 of 4 (35 %)"],
    [1.36, 3, "1.36 of 3 (45 %)"],
    [3.5, 7, "3.5 of 7 (50 %)"],
    [0.96, 21, "1 of 21 (5 %)"],
    [4.04, 22, "4 of 22 (18 %)"],
    [4.06, 22, "4.1 of 22 (18 %)"],
    [4, 22, "4 of 22 (18 %)"],
    [0, 22, "0 of 22 (0 %)"],
    [0.4, 22, "less than 1 of 22 (2 %)"],
    [0.25, 60, "less than 1 of 60 (under 1 %)"],
    [22, 22, "22 of 22 (100 %)"],
  ])("W11: has percents and counts that agree in its headline: %s of %s", (aiAssisted, total, text) => {
    expect(firstLines(withFigures({ aiAssisted, total }))).toEqual([
      `### ${total} normalized deployments in 2026-W45`,
      `**${text} AI-assisted**`,
    ]);
  });

  it.each([
    ["none", [10.2, 24.8], ", as usual (10 to 25 %)"],
    ["above", [0, 12.4], ", more than usual (0 to 12 %)"],
    ["below", [30, 60], ", less than usual (30 to 60 %)"],
    ["learning", null, ""],
    ["waiting", [10.2, 24.8], " (usually 10 to 25 %)"],
  ] as const)("says in its headline how the AI-assisted share moved: %s", (signal, usual, text) => {
    const share = { percent: 18.2, usual, learned: 26, signal };
    const shown = { ...withFigures({ aiAssisted: 4, total: 22 }), share };

    expect(firstLines(shown)[1]).toBe(`**4 of 22 (18 %) AI-assisted**${text}`);
  });

  it("leaves the tables of a quiet week out, and says what was not counted", () => {
    const { body } = renderDigest(withFigures({ signal: "quiet" }), KEY);

    expect(body).not.toContain("Beside the number");
    expect(body).toContain("Not counted: 1 of 3 deployments, 1 change");
  });

  it("of a week with nothing in it is short", () => {
    const shipping = deriveShipping(straightHistory([], [BASELINE]), at(9, 9));
    const nothing = digestWeek([toMeasured("acme/shop", shipping)], { ...WEEK, now: at(9, 9) });

    expect(renderDigest(nothing, KEY).body).toMatchInlineSnapshot(`
      "### 0 normalized deployments in 2026-W45

      **Why 0:** Nothing was merged. **Too early to say whether anything changed:** learning, 0 of 12 comparable weeks. There is no verdict before 2027-W04.

      **What to do:** Nothing is missing: work counts in the week of its merge.

      *One normalized deployment is one day of one builder's merged work that reached production and stayed there.*

      <details><summary>The chart as a table</summary>

      | week | all | AI | state |
      |---|--:|--:|---|
      | W44 | 0 | 0 | settled |
      | W45 | 0 | 0 | complete |

      </details>

      <details><summary>How to read this</summary>

      Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition 2.

      What one pull request counts as, and why, is shown in its Plimsoll check. Every number can be asked for: \`plimsoll explain acme/shop --week 2026-W45\` prints each change and deployment behind it, with the rule that decided.

      What counts at all is set in \`.github/plimsoll.yml\`.

      </details>

      <!-- plimsoll:digest repository=7 week=2026-W45 -->
      "
    `);
  });

  it("calls every number of a repository that does not deploy a proxy", () => {
    const proxy = digest(undefined, { ship: "merges" });

    expect(lines(proxy, "### ")).toEqual([
      "### 2 normalized deployments in 2026-W45 · proxy: merged, not deployed",
    ]);
    expect(renderDigest(proxy, KEY).body.match(/proxy: merged, not deployed/g)).toHaveLength(3);
    expect(renderDigest(proxy, KEY).body).not.toMatch(/merge to production|rollback|deployments? seen/);
  });

  it("is found by the id of its repository or installation", () => {
    expect(digestMarker({ repositoryId: 7, week: "2026-W45" })).toBe(
      "<!-- plimsoll:digest repository=7 week=2026-W45 -->",
    );
    expect(digestMarker({ installationId: 7, week: "2026-W45" })).toBe(
      "<!-- plimsoll:digest installation=7 week=2026-W45 -->",
    );
  });
});

describe("the figures beside the headline", () => {
  const share = (undone: number, of: number, low: number | null, high: number | null) => ({
    ...{ undone, of, low, high },
  });
  const NONE = { declared: share(0, 0, null, null), undeclared: share(0, 0, null, null) };

  it("stand side by side, with intervals", () => {
    const beside: Partial<GuardrailMetrics> = {
      undone: {
        weeks: 12,
        bands: {
          "1-50": { declared: share(4, 96, 0.016, 0.102), undeclared: share(0, 20, 0, 0.161) },
          "51-250": NONE,
          "251+": { declared: share(0, 0, null, null), undeclared: share(2, 20, 0.028, 0.301) },
          unknown: NONE,
        },
      },
      medianLeadMinutes: { declared: 190, undeclared: 5 * 1440, all: 1440 },
      medianLines: { declared: 84, undeclared: 12, all: 70 },
      medianIntervals: {
        leadMinutes: { declared: [50, 270], undeclared: [3 * 1440, 9 * 1440] },
        lines: { declared: [60, 120], undeclared: null },
      },
      approvals: {
        declared: { approved: 19, of: 20, pushed: 0, low: 0.764, high: 0.991 },
        undeclared: { approved: 3, of: 5, pushed: 2, low: 0.231, high: 0.882 },
      },
      rollbacks: { deployments: 2, changes: 1 },
      coverage: 0.93,
    };

    expect(lines(withFigures({}, beside), "- ")).toMatchInlineSnapshot(`
      [
        "- Provisional until 16 Nov 2026, final on 7 Dec 2026: what shipped can still be undone, which would restate the week.",
        "- #1",
        "- #3",
        "- 3 changes merged",
        "- − 1 of kinds that do not count",
        "- = **2 normalized deployments**",
        "- **Net changes:** AI 1, others 1",
        "- **Reverted, 1–50 lines:** AI 4 of 96 (1.6 to 10 %), others 0 of 20 (0 to 16 %)",
        "- **Reverted, 251 lines and more:** AI cannot tell, others 2 of 20 (2.8 to 30 %)",
        "- **Merge to production, median:** AI 3.2 h (50 min to 4.5 h), others 5 days (3 to 9 days)",
        "- **Lines changed, median:** AI 84 (60 to 120), others cannot tell",
        "- **Approved by someone else:** AI 19 of 20 (76 to 99 %), others 3 of 5 (23 to 88 %), 2 pushed without a review",
        "- Size and people differ between the groups; this does not show an effect of AI. Ranges are 95 % intervals.",
        "- Reverted: within 7 days, of the changes of the last 12 settled weeks.",
        "- 2 rollbacks; 1 change rolled back for good.",
        "- Attribution is known for 93 % of net changes.",
        "- Median of all: 24 h from merge to production, 70 lines changed.",
      ]
    `);
  });

  it("withhold the comparison and the AI-assisted share when attribution is known of too few", () => {
    const shown = withFigures(
      { total: 31 },
      { isWithheld: true, coverage: 0.6, undone: { weeks: 3, bands: null }, approvals: null },
    );
    const { body } = renderDigest(shown, KEY);

    expect(firstLines(shown)).toEqual([
      "### 31 normalized deployments in 2026-W45",
      "**AI-assisted share withheld**",
    ]);
    expect(body).toContain(
      "Attribution is known for too few net changes, 60 %, where 80 % are needed: the AI-assisted share and the comparison are withheld.",
    );
    expect(body.match(/^ {2}bar /gm)).toHaveLength(1);
    expect(body).not.toMatch(/Blue|AI declared|AI: changes|What shipped:.*AI/);
  });

  it.each([
    ["privacy", "Fewer than 5 builders shipped: the"],
    ["sides", "Fewer than 5 builders declared something, or declared nothing, and the config is strict: the"],
    [
      "others",
      "Beside the organization's digest this would tell of too few builders in other repositories: the",
    ],
  ] as const)("withhold both, and say why, for %s", (withheldFor, why) => {
    const { body } = renderDigest(withFigures({}, { isWithheld: true, withheldFor }), KEY);

    expect(body).toContain(`- ${why} AI-assisted share, the tools and the comparison are withheld.`);
    expect(body).not.toMatch(/Blue|AI declared|AI: changes|What shipped:.*AI/);
  });

  it("tell of net changes when the number is near its ceiling", () => {
    const netChanges = { count: 140, usual: [90, 130] as const, learned: 20, signal: "above" as const };
    const shown = withFigures(
      { signal: "none", usual: [24, 38], occupancy: 0.72 },
      { isNearCeiling: true, netChanges },
    );

    expect(renderDigest(shown, KEY).body).toContain(
      "The number is near its ceiling of one a day for each builder (they fill 72 % of their weekdays, leaving out those with the fewest and the most days). It has little room to rise; net changes tell more: 140, above their usual range of 90–130 a week.",
    );
  });

  it("tell the usual number of builders, and whether each makes more", () => {
    const shown: Digest = {
      ...WHOLE,
      builders: { count: 9, adoption: null, perBuilder: 3.4, usual: [7, 12], signal: "none" },
      trend: {
        ...{ signal: "above", reference: ["2026-W19", "2026-W32"], learned: 14 },
        ...{ perBuilder: 6.21, usual: [3.9, 5.6] },
      },
    };

    expect(lines(shown, "- ").slice(-2)).toEqual([
      "- 9 builders (usually 7 to 12), 3.4 normalized deployments each on average.",
      "- Net changes per builder, as a moving average: 6.21, against 3.9 to 5.6 in 2026-W19 to 2026-W32.",
    ]);
  });

  it.each([
    ["none", "none"],
    ["few", "few"],
    ["nearly all", "nearly all"],
    [0.56, "56 %"],
  ] as const)("write an adoption of %s as %s", (adoption, text) => {
    const shown = { ...WHOLE, builders: { count: 9, adoption, perBuilder: 3.4 } };

    expect(renderDigest(shown, KEY).body).toContain(
      `9 builders, 3.4 normalized deployments each on average. Of them, ${text} shipped something AI-assisted.`,
    );
  });
});

describe("the notes of a digest", () => {
  it("warn of rewritten history", () => {
    expect(lines(digest(at(8, 1), { warnings: ["history-rewritten"] }), ">")).toMatchInlineSnapshot(`
      [
        "> **History was rewritten:** the default branch was pushed by force. What was deployed across that break cannot be linked, and nothing is guessed by time.",
      ]
    `);
  });

  it("list restated weeks, and weeks that still fill", () => {
    const shown: Digest = {
      ...WHOLE,
      restated: [{ week: "2026-W43", was: 30, is: 29 }],
      filling: [{ week: "2026-W46", total: 12, pending: 5 }],
    };

    expect(lines(shown, "**Restated")).toEqual(["**Restated** since published: 2026-W43, 30 → 29."]);
    expect(renderDigest(shown, KEY).body).toContain(
      "2026-W46 so far: 12, with 5 changes waiting for a deployment.",
    );
  });

  it("say together how more than two weeks still fill", () => {
    const filling = ["2026-W46", "2026-W47", "2026-W48"].map((week) => ({ week, total: 2, pending: 3 }));

    expect(renderDigest({ ...WHOLE, filling }, KEY).body).toContain(
      "2026-W46 to 2026-W48 so far: 6, with 9 changes waiting for a deployment.",
    );
    expect(renderDigest({ ...WHOLE, filling, ship: "releases" }, KEY).body).toContain(
      "waiting for a release.",
    );
  });

  it.each([
    [310, 372, ": +20 %"],
    [310, 248, ": −20 %"],
    [99, 372, ""],
  ])("compare a quarter's first week with the first twelve: %i, then %i%s", (first, last, change) => {
    const weeks = ["2026-W05", "2026-W16"] as const;
    const shown: Digest = {
      ...withFigures({ total: 31 }),
      reference: { weeks, first, last, usual: [17.8, 30.2], signal: "above" },
    };

    expect(lines(shown, "**Once a quarter")).toEqual([
      `**Once a quarter, against the beginning:** ${last} normalized deployments in the last 12 complete weeks, ${first} in the first 12 (2026-W05 to 2026-W16)${change}. This week's 31 lies above their range of 18–30 a week.`,
    ]);
  });

  it("list the repositories that every reader may see, by name", () => {
    const repositories: Digest["repositories"] = [
      { repository: "acme/api", total: 4, pending: 2, state: "open" },
      { repository: "acme/secret", total: 5, pending: 0, state: "complete" },
      { repository: "acme/shop", total: 3, pending: 0, state: "complete" },
    ];
    const shown: Digest = { ...WHOLE, scope: "acme", repositories, leftOut: 1 };
    const { body } = renderDigest(shown, OWNERS, { visible: new Set(["acme/shop", "acme/api"]) });

    expect(
      body.slice(body.indexOf("<details><summary>3 repositories"), body.indexOf("<details><summary>How")),
    ).toMatchInlineSnapshot(`
      "<details><summary>3 repositories; 1 left out, for which merging is all that is known</summary>

      | repository | total | state |
      |---|--:|---|
      | \`acme/api\` | 4 | open, 2 changes waiting for a deployment |
      | \`acme/shop\` | 3 | complete |

      1 repository not listed here.

      </details>

      <details><summary>The chart as a table</summary>

      | week | all | AI | state |
      |---|--:|--:|---|
      | W44 | 0 | 0 | settled |
      | W45 | 2 | 1 | complete |

      </details>

      "
    `);
    expect(body).toContain("<!-- plimsoll:digest installation=9 week=2026-W45 -->");
    expect(renderDigest(shown, OWNERS).body).not.toContain("acme/");
  });

  it("say why each deployment was not counted, in order of precedence", () => {
    const uncounted = { "untrusted-creator": 2, failed: 1 };
    const shown = { ...WHOLE, deployments: { seen: 4, counted: 1, uncounted } };

    expect(lines(shown, "| 2\u00a0deployments")).toEqual([
      "| 2\u00a0deployments | filed by an account that the config does not list |",
    ]);
  });
});
