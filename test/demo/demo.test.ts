import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { expectedDigests } from "../../dev/demo/expected.ts";
import { play, playSequel } from "../../dev/demo/play.ts";
import { pulls as proposals } from "../../dev/demo/pulls.ts";
import { FOUR_WEEKS_ON, tellSpend } from "../../dev/demo/spend.ts";
import { BEGINNING, END } from "../../dev/demo/story.ts";
import { acme } from "../../dev/simulation/emulated/acme.ts";
import { startGitHub } from "../../dev/simulation/emulated/github.ts";
import { startPlimsollOn, WEBHOOK_SECRET } from "../../dev/simulation/plimsoll.ts";
import { computeDigest } from "../../src/digests/compute.ts";
import { HANGING_MS } from "../support/limits.ts";

const shop = { owner: "acme", repo: "shop" };

describe("the demo", () => {
  it("shows on GitHub what a person counts by hand, and stores no name, title, or branch", {
    timeout: HANGING_MS,
  }, async () => {
    const path = join(mkdtempSync(join(tmpdir(), "plimsoll-test-")), "plimsoll.db");
    let now = BEGINNING;
    const github = await startGitHub({ ...acme, clock: BEGINNING, webhookSecret: WEBHOOK_SECRET });
    const log = pino({ level: "silent" });
    const plimsoll = await startPlimsollOn(github, { databaseUrl: `file:${path}`, log, clock: () => now });
    const pulls = await play(github, {
      async onStep(_, at) {
        now = at;
        await plimsoll.idle();
      },
    });
    now = END;
    await plimsoll.publishDueDigests();

    const repository = await plimsoll.stores.repositories.findByName("Acme", "Shop");
    if (repository === undefined) throw new Error("the repository was not stored");
    for (const week of ["2026-W45", "2026-W46"] as const) {
      const digest = await computeDigest(plimsoll.stores, { repository, week, now });
      expect(digest).toMatchObject(expectedDigests[week]);
    }

    const octokit = github.as("dario");
    const titles = await Promise.all(
      [...pulls.values()].map(async ({ number, head }) => {
        const { data } = await octokit.rest.checks.listForRef({ ...shop, ref: head });
        expect(data.check_runs).toHaveLength(1);
        return `#${number} ${data.check_runs[0]?.output.title}`;
      }),
    );
    expect(titles).toMatchInlineSnapshot(`
      [
        "#1 Merged · outside the measurement",
        "#2 Shipped · counts in 2026-W45 · 20 min after merge",
        "#3 Shipped · counts in 2026-W45 · 24 h after merge",
        "#4 Shipped · not counted: automation · 20 h after merge",
        "#5 Shipped · counts in 2026-W45 · 20 min after merge",
        "#6 Shipped · not counted: no code · 20 min after merge",
        "#7 Shipped · counts in 2026-W45 · 5 h after merge",
        "#8 Shipped · counts in 2026-W45 · 20 min after merge",
        "#9 Shipped · counts in 2026-W45 · 3 h after merge",
        "#10 Shipped · counts in 2026-W45 · 20 min after merge",
        "#11 Undone by #13 · 47 h after it shipped",
        "#12 Shipped · counts in 2026-W46 · 30 min after merge",
        "#13 Shipped · not counted: rework · 30 min after merge",
        "#14 Shipped · counts in 2026-W46 · 21 h after merge",
        "#15 Shipped · counts in 2026-W46 · 40 min after merge",
        "#16 Shipped · counts in 2026-W46 · 2 h after merge",
        "#17 Shipped · counts in 2026-W46 · 30 min after merge",
        "#18 AI-assisted: GitHub Copilot · 1 of 2 commits",
        "#19 Merged · waiting for production",
      ]
    `);

    const { data: issues } = await octokit.rest.issues.listForRepo({
      ...shop,
      labels: "plimsoll",
      state: "all",
    });
    expect(issues.map(({ title }) => title)).toEqual(["Plimsoll · acme/shop · 2026-W46"]);
    expect(issues[0]?.body).toContain(
      "### 5 normalized deployments in 2026-W46\n\n**3 of 5 (60\u00a0%) AI-assisted**",
    );

    await playSequel(github, pulls, {
      async onStep(_, at) {
        now = at;
        await plimsoll.idle();
      },
    });
    now = FOUR_WEEKS_ON;
    const { imported, digest, issue } = await tellSpend(plimsoll.stores);
    expect(imported).toMatchInlineSnapshot(`
      "acme-bill (focus, estimate): imported 28 days (2026-11-02 to 2026-11-29) from 13 rows.
        tool         charge  currency     sum
        claude-code  usage   USD       576.20
        cursor       usage   USD       100.30
        openai       usage   USD        65.65
      Dropped:
        services that are no AI tools: 1 row, 930.00 USD
      About more than one day, and spread evenly over their days: 12 rows, 742.15 USD.
      Days: 28 without money before, 0 as before, 0 restated.
      "
    `);
    expect(digest.spend).toMatchObject({ total: "848.55", coverage: { tools: 5, covered: 4 } });
    expect(digest.spend).toHaveProperty("weekly.length", 4);
    const section = issue.body.slice(issue.body.indexOf("#### What AI tools cost"));
    const shown = section
      .slice(0, section.indexOf("<details>"))
      .replaceAll(/```mermaid.*?```/gs, "(a chart)");
    expect(shown).toMatchInlineSnapshot(`
      "#### What AI tools cost, beside what shipped

      **Last 4 complete weeks, to 2026-W48: 849 USD on AI tools, 12 normalized deployments, 70.71 USD each: no verdict with fewer than 20 normalized deployments.**

      | tool, USD | total | usage | seats | included | basis | complete through |
      |---|--:|--:|--:|--:|---|---|
      | Claude Code | 576 | 576 | 0 | 0 | estimate | 29 Nov 2026 |
      | GitHub Copilot | 106 | 0 | 106 | 0 | estimate | declared |
      | Cursor | 100 | 100 | 0 | 0 | estimate | 29 Nov 2026 |
      | OpenAI model | 65.65 | 65.65 | 0 | 0 | estimate | 29 Nov 2026 |

      (a chart)
      367 USD in the highest week.

      (a chart)
      6 in the highest week.

      - Budget \`AI tools\`: 856 USD of 1,200 USD used (71 %), 97 % of the month gone; at its end 865–905 USD.
      - The config declares 6 seats of GitHub Copilot.
      - Spend data covers 4 of 5 tools that changes declare, and 89 % of the declared changes.
      - Beside the total: 0 USD included in plans, 0 USD of credits, 0 USD of adjustments.

      Spend comes before the work that it is spent on: while it grows, the ratio reads high. This divides two totals. It does not show that the spend caused the work.

      "
    `);
    await plimsoll.stop();
    await github.close();

    const stored = readFileSync(path, "latin1");
    expect(stored).toContain("claude-code");
    for (const { login, name, email } of acme.people)
      expect(stored).not.toMatch(new RegExp(`${login}|${name}|${email}`));
    for (const { branch, title } of Object.values(proposals))
      expect(stored).not.toMatch(new RegExp(`${branch}|${title}`));
  });
});
