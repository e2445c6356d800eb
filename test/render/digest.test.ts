import { describe, expect, it } from "vitest";
import { type Digest, digestWeek } from "../../src/domain/metric/digest.ts";
import { deriveShipping } from "../../src/domain/shipping/shipping.ts";
import { renderDigest } from "../../src/render/digest.ts";
import { at, change, deployment, straightHistory } from "../support/history.ts";

const BASELINE = deployment(1, "m0", at(1));
const WEEK = { scope: "acme/shop", week: "2026-W45", zone: "utc" };

function digest(lastDeployedAt?: Date): Digest {
  const now = at(9, 9);
  const changes = [
    change(1, at(2), { attribution: "declared" }),
    change(2, at(3), { isEffective: false }),
    change(3, at(8)),
  ];
  const last = lastDeployedAt ? [deployment(4, "m3", lastDeployedAt)] : [];
  const deployments = [BASELINE, deployment(2, "m2", at(4)), deployment(3, "m2", at(4, 1)), ...last];
  return digestWeek(deriveShipping(straightHistory(changes, deployments), now), { ...WEEK, now });
}

/** The same digest with other figures in its headline. */
function withFigures(figures: Partial<Digest["normalizedDeployments"]>): Digest {
  const base = digest(at(8, 1));
  return { ...base, normalizedDeployments: { ...base.normalizedDeployments, ...figures } };
}

describe("a digest issue", () => {
  it("answers first, and shows all the way to the number", () => {
    const { title, body } = renderDigest(digest(at(8, 1)), 7);

    expect(title).toBe("Plimsoll · acme/shop · 2026-W45");
    expect(body).toMatchInlineSnapshot(`
      "### 2 normalized deployments, 1 of them AI-assisted

      **No usual range yet:** it takes 12 complete weeks, and there are 0. Provisional: what shipped can still be undone, which would restate the week.

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 400
          height: 260
          titleFontSize: 16
          xAxis: { labelFontSize: 13, showTick: false }
          yAxis: { showLabel: false, showTick: false, showAxisLine: false }
        themeVariables:
          xyChart:
            backgroundColor: transparent
            plotColorPalette: "#8c959f, #0969da"
      ---
      xychart-beta
        title "Normalized deployments by week of merge"
        x-axis ["W44: 0", "W45: 2"]
        y-axis 0 --> 5
        bar [0, 2]
        bar [0, 1]
      \`\`\`
      Grey, and the number below: all. Blue: the AI-assisted part.

      | from | | to |
      |---|---|---|
      | 3 deployments seen | → | 2 brought something new to production |
      | 3 changes merged | → | 3 arrived → 2 effective → 2 net |
      | 2 net changes | → | **2 normalized deployments** (days of one builder's merged work) |

      Of 2 net changes: 1 with AI assistance declared, 1 with nothing declared, 0 that could not be read.

      <details><summary>Not counted: 1 deployment, 1 change — and why</summary>

      | what | why |
      |---|---|
      | 1 deployment | the same commit was there already |
      | 1 change | only documentation, lockfiles, generated or vendored files |

      </details>

      <details><summary>How to read this</summary>

      A normalized deployment is one day of one builder's merged work that reached production and stayed there. Splitting work, deploying it again, or marking it differently does not move the number. *Nothing declared* does not mean written without AI. This is about a repository, and must not be used to evaluate anybody in it. Definition 1.

      </details>

      <!-- plimsoll:digest repository=7 week=2026-W45 -->
      "
    `);
  });

  it("says what it waits for while its week is still filling", () => {
    const { body } = renderDigest(digest(), 7);

    expect(body.split("\n").slice(0, 3)).toMatchInlineSnapshot(`
      [
        "### 1 normalized deployment so far, 1 of them AI-assisted",
        "",
        "**Still filling:** 1 merged change had no deployment yet that could carry it. The newest complete week is 2026-W44, with 0.",
      ]
    `);
  });

  it.each<[Partial<Digest["normalizedDeployments"]>, string]>([
    [
      { signal: "none", usual: [24, 38], total: 31 },
      "**No change detected** in normalized deployments: 31 lies within the usual range of 24–38 a week.",
    ],
    [
      { signal: "above", usual: [24, 38], total: 41 },
      "**A change:** 41 lies above the usual range of 24–38 a week.",
    ],
    [
      { signal: "below", usual: [24, 38], total: 9 },
      "**A change:** 9 lies below the usual range of 24–38 a week.",
    ],
    [
      { signal: "learning", usual: null, learned: 7 },
      "**No usual range yet:** it takes 12 complete weeks, and there are 7.",
    ],
  ])("says in one sentence whether anything changed", (figures, sentence) => {
    expect(renderDigest(withFigures(figures), 7).body).toContain(sentence);
  });

  it("of a week with nothing in it is short", () => {
    const nothing = digestWeek(deriveShipping(straightHistory([], [BASELINE]), at(9, 9)), {
      ...WEEK,
      now: at(9, 9),
    });

    expect(renderDigest(nothing, 7).body).toMatchInlineSnapshot(`
      "### 0 normalized deployments, 0 of them AI-assisted

      **No usual range yet:** it takes 12 complete weeks, and there are 0.

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 400
          height: 260
          titleFontSize: 16
          xAxis: { labelFontSize: 13, showTick: false }
          yAxis: { showLabel: false, showTick: false, showAxisLine: false }
        themeVariables:
          xyChart:
            backgroundColor: transparent
            plotColorPalette: "#8c959f, #0969da"
      ---
      xychart-beta
        title "Normalized deployments by week of merge"
        x-axis ["W44: 0", "W45: 0"]
        y-axis 0 --> 5
        bar [0, 0]
        bar [0, 0]
      \`\`\`
      Grey, and the number below: all. Blue: the AI-assisted part.

      Nothing was merged, and nothing deployed, in this week.

      <details><summary>How to read this</summary>

      A normalized deployment is one day of one builder's merged work that reached production and stayed there. Splitting work, deploying it again, or marking it differently does not move the number. *Nothing declared* does not mean written without AI. This is about a repository, and must not be used to evaluate anybody in it. Definition 1.

      </details>

      <!-- plimsoll:digest repository=7 week=2026-W45 -->
      "
    `);
  });
});
