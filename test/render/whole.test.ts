import { describe, expect, it } from "vitest";
import { CHECK_RUNS } from "../../dev/gallery/check-runs.ts";
import { DIGESTS } from "../../dev/gallery/digests.ts";

/** So that whoever reviews a change of a text sees it where it stands. */
describe("as GitHub gets it", () => {
  it("is the digest of a repository", () => {
    expect(DIGESTS["undone and restated"]?.body).toMatchInlineSnapshot(`
      "### 21 normalized deployments in 2026-W47

      **7 of 21 (33 %) AI-assisted**, as usual (9 to 77 %)

      **No change detected, neither in the total nor in the AI-assisted share.** The total is usually 7–32 a week.

      **What to do:** Nothing. Weeks differ this much by chance.

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 480
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
        x-axis ["W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis 0 --> 33
        bar [9, 13, 21, 19, 20, 17, 15, 29, 17, 21, 17, 21]
        bar [4, 5, 10, 11, 6, 6, 7, 14, 7, 10, 8, 7]
        line [6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5]
        line [32.8, 32.8, 32.8, 32.8, 32.8, 32.8, 32.8, 32.8, 32.8, 32.8, 32.8, 32.8]
      \`\`\`
      Whole bar: all, 29 in the highest week. Blue: its AI-assisted part. Between the lines: the usual total.

      *One normalized deployment is one day of one builder's merged work that reached production and stayed there.* [How it is measured](https://plimsoll.example/metric.md)

      - Provisional until 30 Nov 2026, final on 21 Dec 2026: what shipped can still be undone, which would restate the week.

      <details><summary>What shipped: 21 changes, 7 AI-assisted</summary>

      **AI declared:**

      - #47019 \`Send the receipt as a PDF\` · [check](https://github.com/acme/shop/pull/47019/checks)
      - #47018 \`Cache the list of products\` · [check](https://github.com/acme/shop/pull/47018/checks)
      - #47017 \`Remove the old basket\` · [check](https://github.com/acme/shop/pull/47017/checks)
      - #47013 \`Move images to the CDN\` · [check](https://github.com/acme/shop/pull/47013/checks)
      - #47012 \`Warn before a basket expires\` · [check](https://github.com/acme/shop/pull/47012/checks)
      - #47004 \`Ask for the address once\` · [check](https://github.com/acme/shop/pull/47004/checks)
      - #47003 \`Show prices with tax\` · [check](https://github.com/acme/shop/pull/47003/checks)

      **Nothing declared:**

      - #47020 \`Sort orders by date\` · [check](https://github.com/acme/shop/pull/47020/checks)
      - #47016 \`Retry a payment that timed out\` · [check](https://github.com/acme/shop/pull/47016/checks)
      - #47015 \`Ask for the address once\` · [check](https://github.com/acme/shop/pull/47015/checks)
      - #47014 \`Show prices with tax\` · [check](https://github.com/acme/shop/pull/47014/checks)
      - #47011 \`Let customers change their e-mail address\` · [check](https://github.com/acme/shop/pull/47011/checks)
      - #47010 \`Fix rounding of discounts\` · [check](https://github.com/acme/shop/pull/47010/checks)
      - #47009 \`Sort orders by date\` · [check](https://github.com/acme/shop/pull/47009/checks)
      - #47008 \`Send the receipt as a PDF\` · [check](https://github.com/acme/shop/pull/47008/checks)
      - #47007 \`Cache the list of products\` · [check](https://github.com/acme/shop/pull/47007/checks)
      - #47006 \`Remove the old basket\` · [check](https://github.com/acme/shop/pull/47006/checks)
      - #47005 \`Retry a payment that timed out\` · [check](https://github.com/acme/shop/pull/47005/checks)
      - #47002 \`Move images to the CDN\` · [check](https://github.com/acme/shop/pull/47002/checks)
      - #47001 \`Warn before a basket expires\` · [check](https://github.com/acme/shop/pull/47001/checks)
      - #47000 \`Let customers change their e-mail address\` · [check](https://github.com/acme/shop/pull/47000/checks)

      </details>

      #### Undone

      3 changes of this week shipped and did not stay.

      - #901 \`Pay with a gift card\`: reverted by #9, 23 h after it shipped
      - #903 \`Ask for the address once\`: taken out by a rollback, 23 h after it shipped
      - #902 \`'@octocat' #1 ¦ acme/shop@1a2b3c4 https://evil.example ![x](y) <img src=x></td></details> # @acme/o…\`: reverted by #9, 3 days after it shipped

      #### How the number came about

      - 24 changes merged
      - − 3 undone or withdrawn
      - = **21 normalized deployments**

      #### Beside the number

      AI: changes that declare a tool. Others: changes that declare nothing.

      - **Net changes:** AI 7, others 14
      - **Reverted within 7 days (12 weeks):** AI 0 of 99 (0 to 3.7 %), others 0 of 122 (0 to 3.1 %)
      - **Merge to production, median:** AI 4.7 h (1.4 to 6.8 h), others 2.8 h (1.8 to 5 h)
      - **Lines changed, median:** AI 197 (50 to 302), others 156 (86 to 231)
      - **Approved by someone else:** AI 6 of 7 (49 to 97 %), others 11 of 14 (52 to 92 %)
      - Size and people differ between the groups; this does not show an effect of AI. Ranges are 95 % intervals.
      - 1 change rolled back for good, by deployments of other work that lack it.
      - Median of all: 3.5 h from merge to production, 157 lines changed.
      - 7 builders (usually 5 to 9), 3 normalized deployments each on average. Of them, nearly all shipped something AI-assisted.

      #### AI tools declared

      - **Claude Code:** 2 normalized deployments (2 changes, 1 of them by it as an agent)
      - **OpenAI Codex:** 2 normalized deployments (2 changes)
      - **GitHub Copilot:** 2 normalized deployments (2 changes)
      - **Cursor:** 1 normalized deployment (1 change)

      **Restated** since published: 2026-W45, 30 → 21; 2026-W46, 30 → 17.

      <details><summary>Not counted: 3 changes — and why</summary>

      | what | why |
      |---|---|
      | 3 changes | undone: reverted or rolled back |

      </details>

      <details><summary>The chart as a table</summary>

      | week | all | AI | state |
      |---|--:|--:|---|
      | W36 | 9 | 4 | final |
      | W37 | 13 | 5 | final |
      | W38 | 21 | 10 | final |
      | W39 | 19 | 11 | final |
      | W40 | 20 | 6 | final |
      | W41 | 17 | 6 | final |
      | W42 | 15 | 7 | final |
      | W43 | 29 | 14 | final |
      | W44 | 17 | 7 | settled |
      | W45 | 21 | 10 | settled |
      | W46 | 17 | 8 | settled |
      | W47 | 21 | 7 | complete |

      </details>

      <details><summary>How to read this</summary>

      Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition 2.

      What one pull request counts as, and why, is shown in its Plimsoll check. Every number can be asked for: \`plimsoll explain acme/shop --week 2026-W47\` prints each change and deployment behind it, with the rule that decided.

      What counts at all is set in \`.github/plimsoll.yml\`.

      Settings in effect: the defaults; there is no \`.github/plimsoll.yml\`.

      </details>

      <!-- plimsoll:digest repository=7 week=2026-W47 -->
      "
    `);
  });

  it("is the digest of an organization with spend", () => {
    expect(DIGESTS["with spend of four sources"]?.body).toMatchInlineSnapshot(`
      "### 21 normalized deployments in 2026-W47

      **7 of 21 (33 %) AI-assisted**, as usual (6 to 77 %)

      **No change detected, neither in the total nor in the AI-assisted share.** The total is usually 7–33 a week.

      **What to do:** Nothing. Weeks differ this much by chance.

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 480
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
        x-axis ["W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis 0 --> 34
        bar [9, 13, 21, 19, 20, 17, 15, 29, 17, 21, 17, 21]
        bar [4, 5, 10, 11, 6, 6, 7, 14, 7, 10, 8, 7]
        line [6.8, 6.8, 6.8, 6.8, 6.8, 6.8, 6.8, 6.8, 6.8, 6.8, 6.8, 6.8]
        line [33.2, 33.2, 33.2, 33.2, 33.2, 33.2, 33.2, 33.2, 33.2, 33.2, 33.2, 33.2]
      \`\`\`
      Whole bar: all, 29 in the highest week. Blue: its AI-assisted part. Between the lines: the usual total.

      *One normalized deployment is one day of one builder's merged work that reached production and stayed there.* [How it is measured](https://plimsoll.example/metric.md)

      - Provisional until 30 Nov 2026, final on 21 Dec 2026: what shipped can still be undone, which would restate the week.

      #### Beside the number

      AI: changes that declare a tool. Others: changes that declare nothing.

      - **Net changes:** AI 7, others 14
      - **Reverted within 7 days (12 weeks):** AI 0 of 99 (0 to 3.7 %), others 0 of 122 (0 to 3.1 %)
      - **Merge to production, median:** AI 4.7 h (1.4 to 6.8 h), others 2.8 h (1.8 to 5 h)
      - **Lines changed, median:** AI 197 (50 to 302), others 156 (86 to 231)
      - **Approved by someone else:** AI 6 of 7 (49 to 97 %), others 11 of 14 (52 to 92 %)
      - Size and people differ between the groups; this does not show an effect of AI. Ranges are 95 % intervals.
      - Median of all: 3.5 h from merge to production, 157 lines changed.
      - 7 builders (usually 5 to 9), 3 normalized deployments each on average. Of them, nearly all shipped something AI-assisted.
      - Net changes per builder, as a moving average: 2.66, against 2.03 to 3.9 in 2026-W21 to 2026-W34.

      #### AI tools declared

      In the repositories that every reader may see:

      - **Claude Code:** 2 normalized deployments (2 changes, 1 of them by it as an agent)
      - **OpenAI Codex:** 2 normalized deployments (2 changes)
      - **GitHub Copilot:** 2 normalized deployments (2 changes)
      - **Cursor:** 1 normalized deployment (1 change)

      #### What AI tools cost, beside what shipped

      **Last 4 complete weeks, to 2026-W47: 4,815 USD on AI tools, 76 normalized deployments, 63.36 USD each (usual 39.55–79.18 USD, from 12 earlier blocks of 4 weeks): no change detected.**
      Last 12 weeks: 14,200 USD on AI tools, 219 normalized deployments, 64.84 USD each.
      A change smaller than about 1.4 times, up or down, would not show.

      | tool, USD | total | usage | seats | included | basis | complete through |
      |---|--:|--:|--:|--:|---|---|
      | Claude Code | 2,930 | 2,518 | 411 | 0 | metered, estimate | 22 Nov 2026, 1 day restated |
      | Cursor | 907 | 907 | 0 | 0 | estimate | 22 Nov 2026 |
      | GitHub Copilot | 560 | 560 | 0 | 168 | billed | 22 Nov 2026 |
      | OpenAI Codex | 420 | 420 | 0 | 0 | metered | 22 Nov 2026 |

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 480
          height: 160
          titleFontSize: 14
          titlePadding: 8
          xAxis: { labelFontSize: 13, showTick: false }
          yAxis: { showLabel: false, showTick: false, showAxisLine: false }
        themeVariables:
          xyChart:
            backgroundColor: transparent
            plotColorPalette: "#8c959f"
      ---
      xychart-beta
        title "Spend by week in USD"
        x-axis ["W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis 0 --> 1292
        bar [1291.1, 1123.01, 1206.43, 1163.93, 1246.06, 1076.68, 1160.1, 1117.6, 1201.34, 1200.78, 1164.95, 1248.37]
      \`\`\`
      1,291 USD in the highest week.

      \`\`\`mermaid
      ---
      config:
        xyChart:
          width: 480
          height: 160
          titleFontSize: 14
          titlePadding: 8
          xAxis: { labelFontSize: 13, showTick: false }
          yAxis: { showLabel: false, showTick: false, showAxisLine: false }
        themeVariables:
          xyChart:
            backgroundColor: transparent
            plotColorPalette: "#8c959f"
      ---
      xychart-beta
        title "Normalized deployments by week of merge"
        x-axis ["W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45", "W46", "W47"]
        y-axis 0 --> 29
        bar [9, 13, 21, 19, 20, 17, 15, 29, 17, 21, 17, 21]
      \`\`\`
      29 in the highest week.

      - Budget \`AI tools\`: 3,832 USD of 9,000 USD used (43 %), 78 % of the month gone; at its end 5,025–5,339 USD; the data is 1 day behind; money that no rate of the config converts is missing.
      - Budget \`the year\`: 54,468 USD of 60,000 USD used (91 %), 90 % of the year gone; at its end 60,514–61,926 USD; the data is 1 day behind; money that no rate of the config converts is missing.
      - A hard limit is set at \`copilot\`.
      - **No hard limit is set at \`openai\`.**
      - The config declares 20 seats of Claude Code.
      - 18 of 31 seats paid for were active, by the count of \`copilot\`.
      - Spend data covers 3 of 4 tools that changes declare, and 88 % of the declared changes.
      - Beside the total: 168 USD included in plans, −100 USD of credits, −80.00 USD of adjustments.
      - 2,297 USD of the total belong to no scope of the config.
      - 4.50 GBP are not added: no rate of the config converts them.
      - Sources may still change the days from 26 Oct 2026 on.
      - \`anthropic\` restated 19 Nov 2026: 80.10 USD before, 95.20 USD now.
      - OpenAI Codex is below zero on 12 Nov 2026: −62.30 USD.
      - The config changed on 3 Nov 2026: \`spend.seats\`. Days before keep what was declared then.

      Spend comes before the work that it is spent on: while it grows, the ratio reads high. This divides two totals. It does not show that the spend caused the work.

      <details><summary>1 repository</summary>

      1 repository not listed here.

      </details>

      <details><summary>The chart as a table</summary>

      | week | all | AI | state |
      |---|--:|--:|---|
      | W36 | 9 | 4 | final |
      | W37 | 13 | 5 | final |
      | W38 | 21 | 10 | final |
      | W39 | 19 | 11 | final |
      | W40 | 20 | 6 | final |
      | W41 | 17 | 6 | final |
      | W42 | 15 | 7 | final |
      | W43 | 29 | 14 | final |
      | W44 | 17 | 7 | settled |
      | W45 | 21 | 10 | settled |
      | W46 | 17 | 8 | settled |
      | W47 | 21 | 7 | complete |

      </details>

      <details><summary>How to read this</summary>

      Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition 2.

      What one pull request counts as, and why, is shown in its Plimsoll check. Every number can be asked for: \`plimsoll explain acme --week 2026-W47\` prints each change and deployment behind it, with the rule that decided.

      What counts at all is set in \`.github/plimsoll.yml\`.

      Settings in effect: the defaults; there is no \`.github/plimsoll.yml\`.

      </details>

      <!-- plimsoll:digest repository=7 week=2026-W47 -->
      "
    `);
  });

  it("is a check run", () => {
    const run = CHECK_RUNS["undone by a revert"];
    expect(`# ${run?.title}\n\n${run?.summary}\n\n${run?.text}`).toMatchInlineSnapshot(`
      "# Undone by #9 · 36 h after it shipped

      It reached \`production\` on 2 Nov 2026, 12:00 UTC (deployment 77, 3 h after its merge); it was reverted by #9, 36 h after it shipped, so it does not count in 2026-W45.

      - **AI assistance:** declared in 2 of 3 commits: Claude Code.

      [How this is measured](https://plimsoll.example/metric.md)

      | commit | says | evidence |
      |---|---|---|
      | \`40a5c60\` | Claude Code (claude-opus-4.8) | \`Co-authored-by\` trailer |
      | \`70a5c60\` | nothing declared |  |
      | \`b0a5c60\` | Claude Code (claude-opus-4.8) | \`Co-authored-by\` trailer |"
    `);
  });
});
