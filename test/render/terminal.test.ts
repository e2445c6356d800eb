import { describe, expect, it } from "vitest";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { busyPast } from "../../dev/simulation/clone/busy-past.ts";
import type { Preview } from "../../src/domain/clone/preview.ts";
import { previewClone } from "../../src/preview/preview.ts";
import { renderPreviewDigest } from "../../src/render/digest/preview.ts";
import { renderPreviewPage } from "../../src/render/site/preview-page.ts";
import { renderTerminal } from "../../src/render/terminal.ts";
import { withoutMarks } from "../../src/render/text.ts";

const busy = previewClone({
  ...{ path: busyPast().path, ship: "auto", weeks: 12, until: undefined, now: new Date("2026-11-20") },
});

/** The same with other names of the scope and the branch. */
function named(preview: Preview, name: string): Preview {
  const { digest, source } = preview;
  return { ...preview, digest: { ...digest, scope: name }, source: { ...source, branch: name } };
}

describe("a preview on a terminal", () => {
  it("explains why nothing counts in some repositories of an organization", async () => {
    const preview = await busy;
    const { zeros = [] } = DIGESTS["of an organization in which nothing counts"]?.digest ?? {};
    const text = renderTerminal({ ...preview, digest: { ...preview.digest, scope: "acme", zeros } });

    expect(text).toContain("\nNothing counts in 3 repositories in which work was merged\n  acme/api: ");
  });

  it("tells repositories with long names apart", async () => {
    const preview = await busy;
    const names = ["one", "two"].map((end) => `acme/${"a-service-of-the-shop-".repeat(5)}${end}`);
    const repositories = names.map((repository) => {
      return { repository, total: 1, pending: 0, state: "final" as const };
    });
    const text = renderTerminal({ ...preview, digest: { ...preview.digest, scope: "acme", repositories } });

    for (const name of names) expect(text).toContain(`  ${name}    1  final`);
  });

  it("shows the AI-assisted part of each week whose attribution is known", async () => {
    const preview = await busy;
    const weeks = preview.weeks.map(({ digest, ...rest }) => {
      const isWithheld = digest.week === "2026-W44";
      return { ...rest, digest: { ...digest, beside: { ...digest.beside, isWithheld } } };
    });

    expect(renderTerminal({ ...preview, weeks })).toMatch(
      /2026-W43 .* 5, 1 AI\n {2}2026-W44 {2}░{44} 5\n {2}2026-W45 .* 5, 2 AI\n/,
    );
  });

  it("tells the answer first, and then how it comes about", async () => {
    expect(renderTerminal(await busy)).toMatchInlineSnapshot(`
      "Plimsoll · local/repository · 2026-W45

        5 normalized deployments in 2026-W45
        2 of 5 (40 %) AI-assisted, as usual (0 to 95 %)

        No change detected, neither in the total nor in the AI-assisted share. The
        total is usually 4–6 a week.

        What to do: Nothing. Weeks differ this much by chance.

      Normalized deployments by week of merge
        2026-W34  █████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 4, 1 AI
        2026-W35  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 2 AI
        2026-W36  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 2 AI
        2026-W37  █████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 1 AI
        2026-W38  █████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 4, 1 AI
        2026-W39  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 2 AI
        2026-W40  █████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 1 AI
        2026-W41  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 2 AI
        2026-W42  ██████████████████░░░░░░░░░░░░░░░░░ 4, 2 AI
        2026-W43  █████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 1 AI
        2026-W44  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 2 AI
        2026-W45  ██████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░ 5, 2 AI
        █ AI-assisted  ░ the rest  · usual: 4–6 a week

      To bear in mind
        Provisional until 16 Nov 2026, final on 7 Dec 2026: what shipped can still be
        undone, which would restate the week.
        2026-W46 so far: 5.

      How the number came about
        6 changes merged
        − 1 of kinds that do not count
        = 5 normalized deployments
        Shipped by v1.23.0 (3 Nov 2026).

      AI tools declared
                                     agent-authored assisted normalized deployments
        Claude Code                               0        1                      1
        GitHub Copilot coding agent               1        0                      1

      Beside the number
        Cannot tell whether declared changes are reverted more or less often: the
        changes of too few builders would decide.

                                                    AI declared       nothing declared
        Net changes                                           2                      3
        Reverted, 1–50 lines              1 of 20 (0.9 to 24 %)  2 of 40 (1.4 to 17 %)

        Size and people differ between the groups; this does not show an effect of AI.
        Ranges are 95 % intervals. Reverted: within 7 days, of the changes of the last
        12 settled weeks. Median of all: 24.1 h from merge to production, 2 lines
        changed. 5 builders (usually 3 to 7), 1 normalized deployment each on average.
        Of them, 40 % shipped something AI-assisted.

      Not counted: 1 change
        1 change          empty, left out by a merge, or only documentation, binaries,
                          and generated, vendored, lock, version or excluded files

      Read from 151 commits of main as of 11 Nov 2026: 151 changes, 25 version tags.
      Times are those of the commits and tags. A clone knows no deployments, no
      reviews and no accounts: people are told apart by their e-mail addresses and
      full names, and nobody is shown.
      "
    `);
  });

  it("W12: says first when nothing has happened for weeks", async () => {
    const found = await busy;
    const silent = { ...found, source: { ...found.source, weeksSilent: 7 } };
    const first = [renderTerminal(silent), renderPreviewDigest(silent)].map((page) =>
      page.split("\n\n").at(1)?.replaceAll("\n", " "),
    );
    first.push(/<\/h1>\s*<p class="caution">(.*?)<\/p>/s.exec(renderPreviewPage(silent))?.[1]);

    expect(new Set(first)).toEqual(
      new Set([
        "The newest commit is 7 weeks old (11 Nov 2026): this clone is not up to date, or its project stands still.",
      ]),
    );
  });

  it("W3: says in the first lines how much of the work nobody is seen to be accountable for", async () => {
    const preview = await busy;
    const { digest } = preview;
    const agents = {
      ...preview,
      digest: { ...digest, changes: { ...digest.changes, net: 132, noBuilder: 61 } },
    };
    const found = [renderTerminal(agents), renderPreviewDigest(agents)].map(
      (page) =>
        withoutMarks(page)
          .replaceAll(/\s+/g, " ")
          .match(/\d+ of \d+ net changes do not.*? who merged them\./)?.[0],
    );

    expect(found[0]).toMatchInlineSnapshot(
      `"61 of 132 net changes do not count: in a clone nobody accountable can be seen, for example because an agent wrote and merged them. GitHub tells the App who asked for them, and who merged them."`,
    );
    expect(found[1]).toBe(found[0]);
  });

  it("fits 80 columns, whatever the names", async () => {
    const long = named(await busy, `acme/${"a-long-name-".repeat(30)}`);
    const lines = [await busy, long].flatMap((each) => renderTerminal(each).split("\n"));

    expect(lines.filter((line) => line.length > 80 && !line.includes("a-long-name"))).toEqual([]);
  });

  it("keeps the groups of its table apart, however long their figures", async () => {
    const found = await busy;
    const leads = { declared: 1_302, undeclared: 5_760 };
    const intervals = { declared: [1_062, 8_640], undeclared: [1_572, 7_200] } as const;
    const beside = {
      ...found.digest.beside,
      medianLeadMinutes: { ...leads, all: 1_302 },
      medianIntervals: { leadMinutes: intervals, lines: { declared: null, undeclared: null } },
    };
    const text = renderTerminal({ ...found, digest: { ...found.digest, beside } });

    expect(text).toMatch(/21\.7 h \(17\.7 h to 6 days\) {2,}4 days \(26\.2 h to 5 days\)$/m);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("lets no name of a repository move the cursor or colour the page", async () => {
    const text = renderTerminal(named(await busy, "acme/\x1b[31mred\x07\u202e\r"));

    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("acme/ [31mred");
  });

  it("marks what stands out where there are colours", async () => {
    const marked = (mark: string) => (text: string) => `<${mark}>${text}</${mark}>`;
    const text = renderTerminal(await busy, {
      strong: marked("b"),
      faint: marked("i"),
      accent: marked("a"),
    });

    expect(text).toContain("<b>Normalized deployments by week of merge</b>");
    expect(text).toMatch(/2026-W\d\d {2}<a>█+<\/a>░* /);
  });
});

describe("a preview as Markdown", () => {
  it("is the digest issue, with the tools and where it comes from", async () => {
    expect(renderPreviewDigest(await busy)).toMatchInlineSnapshot(`
      "# Plimsoll · \`local/repository\` · 2026-W45

      ### 5 normalized deployments in 2026-W45

      **2 of 5 (40 %) AI-assisted**, as usual (0 to 95 %)

      **No change detected, neither in the total nor in the AI-assisted share.** The total is usually 4–6 a week.

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
        x-axis ["W34", "W35", "W36", "W37", "W38", "W39", "W40", "W41", "W42", "W43", "W44", "W45"]
        y-axis 0 --> 7
        bar [4, 5, 5, 5, 4, 5, 5, 5, 4, 5, 5, 5]
        bar [1, 2, 2, 1, 1, 2, 1, 2, 2, 1, 2, 2]
        line [3.4, 3.4, 3.4, 3.4, 3.4, 3.4, 3.4, 3.4, 3.4, 3.4, 3.4, 3.4]
        line [6.1, 6.1, 6.1, 6.1, 6.1, 6.1, 6.1, 6.1, 6.1, 6.1, 6.1, 6.1]
      \`\`\`
      Whole bar: all, 5 in the highest week. Blue: its AI-assisted part. Between the lines: the usual total.

      *One normalized deployment is one day of one builder's merged work that reached production and stayed there.*

      - Provisional until 16 Nov 2026, final on 7 Dec 2026: what shipped can still be undone, which would restate the week.
      - 2026-W46 so far: 5.

      #### How the number came about

      - 6 changes merged
      - − 1 of kinds that do not count
      - = **5 normalized deployments**

      Shipped by \`v1.23.0\` (3 Nov 2026).

      #### Beside the number

      Cannot tell whether declared changes are reverted more or less often: the changes of too few builders would decide.

      AI: changes that declare a tool. Others: changes that declare nothing.

      - **Net changes:** AI 2, others 3
      - **Reverted, 1–50 lines:** AI 1 of 20 (0.9 to 24 %), others 2 of 40 (1.4 to 17 %)
      - Size and people differ between the groups; this does not show an effect of AI. Ranges are 95 % intervals.
      - Reverted: within 7 days, of the changes of the last 12 settled weeks.
      - Median of all: 24.1 h from merge to production, 2 lines changed.
      - 5 builders (usually 3 to 7), 1 normalized deployment each on average. Of them, 40 % shipped something AI-assisted.

      <details><summary>Not counted: 1 change — and why</summary>

      | what | why |
      |---|---|
      | 1 change | empty, left out by a merge, or only documentation, binaries, and generated, vendored, lock, version or excluded files |

      </details>

      <details><summary>The chart as a table</summary>

      | week | all | AI | state |
      |---|--:|--:|---|
      | W34 | 4 | 1 | final |
      | W35 | 5 | 2 | final |
      | W36 | 5 | 2 | final |
      | W37 | 5 | 1 | final |
      | W38 | 4 | 1 | final |
      | W39 | 5 | 2 | final |
      | W40 | 5 | 1 | final |
      | W41 | 5 | 2 | final |
      | W42 | 4 | 2 | settled |
      | W43 | 5 | 1 | settled |
      | W44 | 5 | 2 | settled |
      | W45 | 5 | 2 | complete |

      </details>

      | AI tool declared | agent-authored | assisted | normalized deployments |
      |---|---|---|---|
      | \`Claude Code\` | 0 | 1 | 1 |
      | \`GitHub Copilot coding agent\` | 1 | 0 | 1 |

      Read from 151 commits of \`main\` as of 11 Nov 2026: 151 changes, 25 version tags. Times are those of the commits and tags. A clone knows no deployments, no reviews and no accounts: people are told apart by their e-mail addresses and full names, and nobody is shown.

      Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition 2.
      "
    `);
  });

  it("shows names as code, so that they cannot mention or link anybody", async () => {
    const text = renderPreviewDigest(named(await busy, "@acme/[x](https://evil.example)`#1`"));

    expect(text).toContain("`@acme/[x](https://evil.example)'#1'`");
  });
});

describe("the page of a shallow clone", () => {
  it("says at its top that what lies before its end is missing", async () => {
    const preview = await busy;
    const page = renderPreviewPage({ ...preview, source: { ...preview.source, isShallow: true } });

    expect(page).toContain('<p class="caution">This clone is shallow: what lies before its end is missing.');
    expect(page.match(/This clone is shallow/g)).toHaveLength(1);
  });
});
