import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Past } from "../../dev/simulation/clone/past.ts";
import { createRepository } from "../../dev/simulation/clone/repository.ts";
import type { Preview } from "../../src/domain/clone/preview.ts";
import { type PreviewRequest, previewClone } from "../../src/preview/preview.ts";
import { previewNotes } from "../../src/render/preview-notes.ts";
import { renderTerminal } from "../../src/render/terminal.ts";

const NOW = new Date("2027-01-01T00:00:00Z");
const CLAUDE = "\n\nCo-authored-by: Claude <noreply@anthropic.com>";

function preview(path: string, rest: Partial<PreviewRequest> = {}): Promise<Preview> {
  return previewClone({ path, ship: "auto", weeks: 12, until: undefined, now: NOW, ...rest });
}

/** Totals by week, and the AI-assisted part. */
function totalsOf({ weeks }: Preview): string[] {
  return weeks.map(
    ({
      digest: {
        week,
        state,
        normalizedDeployments: { total, aiAssisted },
      },
    }) => {
      return `${week.slice(5)} ${state}: ${total}, ${aiAssisted} AI`;
    },
  );
}

/** Two releases, and work of three weeks between and after them; it begins on a Monday. */
function releasing(): Past {
  const past = new Past();
  past.commit("feat: before (#1)");
  past.tag("v1.0.0");
  past.wait(1);
  past.commit(`feat: one (#2)${CLAUDE}`);
  past.commit("feat: two (#3)");
  past.wait(7);
  past.commit("feat: three (#4)", { by: "Bo Example <bo@mail.example>" });
  past.commit("docs: it (#5)", { files: ["README.md"] });
  past.commit("bump (#6)", { by: "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>" });
  past.wait(1);
  past.tag("v1.1.0");
  past.wait(7);
  past.commit("feat: four (#7)");
  return past;
}

describe("a preview", () => {
  it("counts what releases carried, in the week of its merge", async () => {
    const found = await preview(releasing().path);

    expect(found.digest).toMatchObject({ ship: "releases", week: "2026-W24" });
    expect(totalsOf(found)).toEqual(["W23 settled: 1, 0.5 AI", "W24 complete: 1, 0 AI"]);
    expect(found.digest.changes).toMatchObject({ merged: 3, automation: 1, ineffective: 1, net: 1 });
    expect(found.digest.filling).toEqual([{ week: "2026-W25", total: 0, pending: 1 }]);
    expect(found.weeks[0]?.tools).toEqual([
      { tool: "claude-code", changes: 1, agentAuthored: 0, normalizedDeployments: 0.5 },
    ]);
  });

  it("says from the start how many commits it has read", async () => {
    const counts: number[] = [];
    const found = await preview(releasing().path, { onProgress: (commits) => counts.push(commits) });

    expect(counts[0]).toBe(0);
    expect(counts.at(-1)).toBe(found.source.commits);
  });

  it("counts merges as a proxy where there are no versions, or when it is told to", async () => {
    const past = releasing();
    const told = await preview(past.path, { ship: "merges" });
    past.git(["tag", "--delete", "v1.0.0", "v1.1.0"]);
    past.git(["tag", "latest"]);
    const shown = await preview(past.path);

    expect(told.digest.ship).toBe("merges");
    expect(totalsOf(told)).toEqual(["W23 settled: 2, 0.5 AI", "W24 complete: 1, 0 AI"]);
    expect(shown.digest).toEqual(told.digest);
    expect([told.source.isShipTold, shown.source.isShipTold]).toEqual([true, false]);
  });

  it("counts merges where releases carry little of what was merged, as those of a maintained version", async () => {
    const past = new Past();
    past.commit("feat: before (#1)");
    past.git(["branch", "stable"]);
    for (let number = 2; number <= 12; number++) {
      past.wait(7);
      past.commit(`feat: ${number} (#${number})`);
      past.git(["checkout", "--quiet", "stable"]);
      past.commit(`fix: ${number}`);
      past.tag(`v1.0.${number}`);
      past.git(["checkout", "--quiet", "main"]);
    }

    expect((await preview(past.path)).digest.ship).toBe("merges");
    expect((await preview(past.path, { ship: "releases" })).digest.changes.net).toBe(0);
  });

  it("leaves prereleases out, and takes the package's name before a version", async () => {
    const past = releasing();
    past.tag("v1.2.0-rc.1");
    const before = await preview(past.path);
    past.tag("@acme/shop@1.2.0");
    const after = await preview(past.path);

    expect(before.digest.filling).toMatchObject([{ pending: 1 }]);
    expect(totalsOf(after).at(-1)).toBe("W24 complete: 1, 0 AI");
    expect(after.digest.filling).toMatchObject([{ week: "2026-W25", total: 1, pending: 0 }]);
  });

  it("is the same whichever way pull requests were merged", async () => {
    const ways = ["squash", "merge", "rebase"].map((way) => {
      const past = new Past();
      past.commit("feat: before");
      past.tag("v1.0.0");
      for (const number of [2, 3, 4]) {
        past.wait(1);
        const messages = [`feat: ${number}${CLAUDE}`, `test: ${number}`];
        if (way === "merge") past.merge(number, messages);
        else if (way === "squash") past.commit(`feat: ${number} (#${number})${CLAUDE}`);
        else past.rebase(messages);
      }
      past.wait(7);
      past.tag("v1.1.0");
      return past;
    });
    const found = await Promise.all(ways.map(({ path }) => preview(path)));

    expect(found.map(({ digest: { changes } }) => changes.net)).toEqual([3, 3, 3]);
    expect(found.map(totalsOf)).toEqual(Array(3).fill(["W23 complete: 3, 3 AI"]));
  });

  it("takes back what was reverted, and restores what was landed again", async () => {
    const past = releasing();
    past.git(["revert", "--no-edit", "HEAD"]);
    const reverted = past.head;
    past.wait(7);
    past.tag("v1.2.0");
    const undone = await preview(past.path, { until: past.now });
    past.wait(1);
    past.git(["revert", "--no-edit", reverted]);
    past.tag("v1.3.0");
    const restored = await preview(past.path, { until: past.now });

    expect(undone.weeks.at(-1)?.digest.changes).toMatchObject({ rework: 1, withdrawn: 1, net: 0 });
    expect(restored.weeks.find(({ digest: { week } }) => week === "2026-W25")?.digest.changes).toMatchObject({
      withdrawn: 0,
      net: 1,
    });
  });

  it("reads work trees and bare clones, SHA-256 and packed ones alike", async () => {
    const past = releasing();
    const bare = `${past.path}.git`;
    past.git(["clone", "--quiet", "--bare", past.path, bare]);
    past.git(["gc", "--quiet"]);

    const found = await preview(past.path);
    const other = await preview(bare);
    expect(other.digest).toEqual({
      ...found.digest,
      scope: other.digest.scope,
      repositories: expect.anything(),
    });
    expect(found.digest.scope).toBe("local/repository");
  });

  it("names the repository as it was cloned, without what the address says beside", async () => {
    const past = releasing();
    past.git(["remote", "add", "origin", "https://ada:secret@git.example:8080/team/acme/shop.git/"]);

    const { digest } = await preview(past.path);
    expect(digest.scope).toBe("acme/shop");
    expect(JSON.stringify(digest)).not.toMatch(/secret|ada/);
  });

  it("W12: tells for how many weeks nothing has happened, unless an earlier time is asked for", async () => {
    const past = releasing();
    const asOf = new Date((await preview(past.path)).source.asOf);
    const later = new Date(asOf.getTime() + 40 * 86_400_000);
    const silent = async (rest: Partial<PreviewRequest>) =>
      (await preview(past.path, rest)).source.weeksSilent;

    expect(await silent({ now: asOf })).toBe(0);
    expect(await silent({ now: later })).toBe(5);
    expect(await silent({ now: later, until: asOf })).toBe(0);
  });

  it("says what a shallow clone lacks, and counts nothing of the commit at its end", async () => {
    const past = releasing();
    const path = `${past.path}-shallow`;
    past.git(["clone", "--quiet", "--depth", "2", `file://${past.path}`, path]);

    const found = await preview(path, { ship: "merges" });
    expect(found.source).toMatchObject({ isShallow: true, commits: 2, changes: 1 });
  });

  it("shows only the weeks that a shallow clone holds whole", async () => {
    const past = new Past();
    for (let number = 1; number <= 12; number++) {
      past.commit(`feat: ${number} (#${number})`, { files: [`src/${number}.ts`] });
      past.wait(number % 3 === 0 ? 5 : 1);
    }
    const path = `${past.path}-shallow`;
    past.git(["clone", "--quiet", "--depth", "8", `file://${past.path}`, path]);
    const [whole, shallow] = [
      totalsOf(await preview(past.path, { ship: "merges" })),
      totalsOf(await preview(path, { ship: "merges" })),
    ];

    expect(whole.map((text) => text.slice(0, 3))).toEqual(["W23", "W24", "W25"]);
    expect(shallow).toEqual(whole.slice(2));
  });

  it("W4: says on which lines it found the changes", async () => {
    const past = releasing();
    past.git(["checkout", "--quiet", "-b", "release-1.1", "v1.1.0"]);
    past.commit("fix: a leak (#8)");
    past.commit("fix: another (#9)");
    past.tag("v1.1.1");
    past.git(["checkout", "--quiet", "main"]);
    const found = await preview(past.path);

    expect(found.source.lines).toEqual([
      { name: "main", changes: 7 },
      { name: "v1.1", changes: 2 },
    ]);
    expect(renderTerminal(found).replaceAll("\n", " ")).toContain("9 changes (7 on main, 2 on v1.1)");
  });

  it("looks back from a date", async () => {
    const past = releasing();

    const found = await preview(past.path, { until: new Date("2026-06-05T00:00:00Z"), ship: "merges" });
    expect(found.source).toMatchObject({ asOf: "2026-06-05T00:00:00.000Z", changes: 3 });
    await expect(preview(past.path, { until: new Date("2020-01-02") })).rejects.toThrow(
      `${past.path} has no commit before 2020-01-01: give a later --until`,
    );
  });

  it("reads only the weeks that it needs, and counts the same", async () => {
    const past = new Past();
    for (let number = 1; number <= 80; number++) {
      past.commit(`feat: ${number} (#${number})`);
      past.tag(`v1.${number}.0`);
      past.wait(7);
    }
    const now = past.now;
    const [short, long] = await Promise.all([12, 60].map((weeks) => preview(past.path, { weeks, now })));

    expect(short?.source.commits).toBeLessThan(60);
    expect(long?.source.commits).toBe(80);
    expect(short?.weeks).toEqual(long?.weeks.slice(-12));
  });

  it("respects the config and the attributes of the clone", async () => {
    const past = releasing();
    past.commit("chore: settings (#8)", {
      contents: {
        ".github/plimsoll.yml": 'ship: merges\nexclude: ["src/**"]\ndigest: { timezone: Pacific/Auckland }\n',
        ".gitattributes": "lib/** linguist-generated\n",
        "lib/made.ts": "made\n",
      },
    });

    const { digest, source } = await preview(past.path);
    expect({ ship: digest.ship, told: source.isShipTold }).toEqual({ ship: "merges", told: true });
    expect(digest.changes).toMatchObject({ net: 0 });
  });

  it("says that it follows no config of deployments, unless another way is asked for", async () => {
    const past = releasing();
    past.commit("chore: settings (#8)", { contents: { ".github/plimsoll.yml": "ship: deployments\n" } });
    const noted =
      "The config says ship: deployments, and a clone knows none: what the clone shows is taken as shipping.";

    const [shown, asked] = [await preview(past.path), await preview(past.path, { ship: "releases" })];
    expect(shown.digest.ship).toBe("releases");
    expect(previewNotes(shown)).toContain(noted);
    expect(previewNotes(asked)).not.toContain(noted);
  });

  it("R23: reads .github/plimsoll.yaml too, and refuses both names at once", async () => {
    const past = releasing();
    past.commit("chore: settings (#8)", { contents: { ".github/plimsoll.yaml": "ship: merges\n" } });
    expect((await preview(past.path)).digest.ship).toBe("merges");

    past.commit("chore: settings (#9)", { contents: { ".github/plimsoll.yml": "ship: merges\n" } });
    await expect(preview(past.path)).rejects.toThrow("delete the other one");
  });

  it("takes what git-ai noted as a declaration", async () => {
    const past = new Past();
    past.commit("feat: before (#1)");
    past.wait(1);
    past.commit("feat: it (#2)");
    const sha = past.head;
    const note = `src/main.ts\n  abcdef0123456789 1-3\n---\n${JSON.stringify({
      schema_version: "authorship/3.0.0",
      prompts: { abcdef0123456789: { agent_id: { tool: "cursor", id: "1", model: "gpt" } } },
    })}`;
    past.git(["notes", "--ref=ai", "add", "--message", note, sha]);
    past.wait(8);
    past.commit("feat: after (#3)");

    const { weeks } = await preview(past.path, { ship: "merges" });
    expect(weeks[0]?.tools).toEqual([
      { tool: "cursor", changes: 1, agentAuthored: 0, normalizedDeployments: 1 },
    ]);
  });

  it("counts the lines of what changed, and knows nothing of reviews", async () => {
    const { digest } = await preview(releasing().path);

    expect(digest.beside).toMatchObject({ medianLines: { undeclared: 2 }, approvals: null });
  });

  it("weighs a week alike, whether it is the newest one or is shown before that", async () => {
    const past = new Past();
    past.commit("feat: before (#1)");
    const ends: Date[] = [];
    for (const lines of [1, 3, 7, 20]) {
      past.wait(7);
      past.commit(`feat: declared ${lines}${CLAUDE}`, {
        contents: { "src/a.ts": `${lines}\n`.repeat(lines) },
      });
      past.commit(`feat: other ${lines}`, { files: ["src/b.ts"] });
      ends.push(new Date(past.now.getTime() + 7 * 86_400_000));
    }
    const shown = totalsOf(await preview(past.path, { ship: "merges", until: ends.at(-1) }));
    const newest = await Promise.all(
      ends.map(async (until) => totalsOf(await preview(past.path, { ship: "merges", until })).at(-1)),
    );

    const figures = (lines: readonly (string | undefined)[]) =>
      lines.map((line) => line?.replace(/ .*:/, ""));
    expect(figures(shown.slice(-ends.length))).toEqual(figures(newest));
    expect(new Set(newest.map((line) => line?.split(", ")[1])).size).toBe(ends.length);
  });

  it("refuses what is no clone in one line", async () => {
    const empty = createRepository();
    const folder = mkdtempSync(join(tmpdir(), "plimsoll-"));

    await expect(preview(folder)).rejects.toThrow(
      `${folder} is not a git repository: give the path of a clone`,
    );
    await expect(preview(empty.path)).rejects.toThrow(`${empty.path} has no commit at its HEAD`);
    await expect(preview(join(folder, "none"))).rejects.toThrow("does not exist");
  });
});
