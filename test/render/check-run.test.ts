import { describe, expect, it } from "vitest";
import { becoming, subjectOf, withoutCode } from "../../dev/simulation/examples/subjects.ts";
import { at } from "../../dev/simulation/world/history.ts";
import type { AttributedCommit } from "../../src/domain/attribution/change-attribution.ts";
import { attributeChange } from "../../src/domain/attribution/change-attribution.ts";
import type { JudgedChange, Undoing } from "../../src/domain/shipping/judgement.ts";
import type { Outcome } from "../../src/domain/shipping/outcome.ts";
import { renderCheckRun, withDigest } from "../../src/render/check-run.ts";
import type { CheckRunSubject } from "../../src/render/check-run-subject.ts";

function commit(sha: string, ...tools: readonly string[]): AttributedCommit {
  return {
    sha: sha.repeat(40),
    attribution: tools.length > 0 ? "declared" : "undeclared",
    tools,
    evidence: tools.map((tool) => ({ kind: "trailer" as const, tool })),
    hints: [],
  };
}

function subject(rest: Partial<CheckRunSubject> = {}): CheckRunSubject {
  return subjectOf({ commits: [commit("a", "claude-code"), commit("b")], ...rest });
}

function shipped(outcome: Outcome, undoing?: Undoing): Partial<CheckRunSubject> {
  return { state: "merged", shipped: becoming(outcome, undoing), week: "2026-W45" };
}

/** Where shipping means merging, no deployment carries a change. */
function whereMergesShip(outcome: Outcome): Partial<CheckRunSubject> {
  const { shipped: judged, ...rest } = shipped(outcome);
  const arrival = { deploymentId: undefined, environment: "", at: at(2, 9) };
  return { ...rest, shipped: judged && { ...judged, arrival } };
}

/** A change whose commits were in production at eight, and merged at nine. */
function deployedFirst(outcome: Outcome): Partial<CheckRunSubject> {
  const { shipped: judged, ...rest } = shipped(outcome);
  const arrival = judged?.arrival && { ...judged.arrival, at: at(2, 9), deployedAt: at(2, 8) };
  return { ...rest, shipped: judged && { ...judged, arrival } };
}

const BY_REVERT: Undoing = { by: { kind: "revert", changeId: "#9" }, at: at(4), isLate: false };
const BY_ROLLBACK: Undoing = { by: { kind: "rollback", deploymentId: 78 }, at: at(4), isLate: false };

describe("the title of a check run", () => {
  it.each<[string, Partial<CheckRunSubject>]>([
    ["AI-assisted: Claude Code · 1 of 2 commits", {}],
    ["AI-assisted: Claude Code", { commits: [commit("a", "claude-code")] }],
    ["Config invalid · AI-assisted: Claude Code", { configProblem: "x" }],
    ["Closed · counts as nothing", { state: "closed" }],
    ["No AI assistance declared", { commits: [commit("a")] }],
    ["Unknown: it has no commits but merges", { commits: [] }],
    ["Unknown: GitHub did not list its commits", { commits: [], missing: "everything" }],
    ["Unknown: a message is not in UTF-8", { commits: [{ ...commit("a"), attribution: "unknown" }] }],
    ["Merged · waiting for production", shipped("pending")],
    ["Merged · outside the measurement", shipped("outside")],
    ["Shipped · counts in 2026-W45 · 3 h after merge", shipped("net")],
    ["Shipped · not counted: automation · 3 h after merge", shipped("automation")],
    ["Shipped · not counted: rework · 3 h after merge", shipped("rework")],
    ["Shipped · not counted: no code · 3 h after merge", withoutCode(shipped("ineffective"))],
    ["Shipped · not counted: changed nothing · 3 h after merge", shipped("ineffective")],
    ["Withdrawn · reverted before it was live", shipped("withdrawn")],
    ["Undone by #9 · 36 h after it shipped", shipped("undone", BY_REVERT)],
    ["Undone by #9 · merged before it shipped", shipped("undone", { ...BY_REVERT, at: at(2, 11) })],
    ["Merged · counts in 2026-W45", whereMergesShip("net")],
    ["Merged · not counted: rework", whereMergesShip("rework")],
    ["Shipped · counts in 2026-W45 · before its merge", deployedFirst("net")],
    ["Undone by a rollback · 36 h after it shipped", shipped("undone", BY_ROLLBACK)],
    ["Shipped · counted in 2026-W45 · 3 h after merge", { ...shipped("net"), isFinal: true }],
  ])("says %s", (title, rest) => {
    expect(renderCheckRun(subject(rest)).title).toBe(title);
  });

  it("stays under sixty characters with any number of tools and commits", () => {
    const tools = ["claude-code", "copilot", "cursor", "codex", "gemini-cli", "aider", "devin", "jules"];
    const commits = Array.from({ length: 10_000 }, () => commit("a", ...tools));

    const { title } = renderCheckRun(subject({ commits }));

    expect(title.length).toBeLessThan(60);
    expect(title).toBe("AI-assisted: Aider, Claude Code +6");
  });
});

describe("the body of a check run", () => {
  it("says what the change will count as, and shows the evidence for each commit", () => {
    const { summary, text } = renderCheckRun(subject());

    expect(summary).toMatchInlineSnapshot(
      `"AI assistance is declared in 1 of 2 commits (Claude Code), so it will count as AI-assisted once it ships."`,
    );
    expect(text).toMatchInlineSnapshot(`
      "| commit | says | evidence |
      |---|---|---|
      | \`aaaaaaa\` | Claude Code | trailer |
      | \`bbbbbbb\` | nothing declared |  |"
    `);
  });

  it("names models when they are told, and hints that declare nothing", () => {
    const told = {
      ...commit("a", "claude-code", "cursor"),
      evidence: [
        { kind: "trailer", tool: "claude-code", model: "Opus 4.8" },
        { kind: "trailer", tool: "claude-code", model: "Sonnet 5" },
        { kind: "author", tool: "cursor" },
      ],
    } as const;
    const hinted = { ...commit("b"), hints: [{ kind: "committer", tool: "aider" }] } as const;
    const { text } = renderCheckRun(subject({ commits: [told, hinted] }));

    expect(text.split("\n").slice(2, 4)).toEqual([
      "| `aaaaaaa` | Claude Code (Opus 4.8, Sonnet 5), Cursor (agent) | trailer, commit author |",
      "| `bbbbbbb` | nothing declared | hint only: committed by Aider |",
    ]);
  });

  it("says when it shipped and until when that can change", () => {
    expect(renderCheckRun(subject(shipped("net"))).summary).toMatchInlineSnapshot(`
      "It reached \`production\` on 2 Nov 2026, 12:00 UTC (deployment 77, 3 h after its merge); it counts as AI-assisted in 2026-W45, unless a revert or a lasting rollback takes it out by 30 Nov 2026.

      - **AI assistance:** declared in 1 of 2 commits: Claude Code."
    `);
  });

  it("says that it counted, whatever comes later", () => {
    expect(renderCheckRun(subject({ ...shipped("net"), isFinal: true })).summary).toMatch(
      /^It reached .+; it counted as AI-assisted in 2026-W45, and no revert or rollback from now on changes that\./,
    );
  });

  it("names no deployment where shipping means merging", () => {
    const summaryOf = (outcome: Outcome) => renderCheckRun(subject(whereMergesShip(outcome))).summary;

    expect(summaryOf("net")).toMatch(
      /^Merged on 2 Nov 2026, 09:00 UTC, which is taken as shipping here; it counts as AI-assisted in 2026-W45, unless a revert takes it out by 30 Nov 2026\./,
    );
    expect(summaryOf("rework")).toMatch(/^Merged on .+ here; it does not count: it reverts/);
  });

  it("says what was in production before its merge", () => {
    expect(renderCheckRun(subject(deployedFirst("net"))).summary).toMatch(
      /^It reached `production` on 2 Nov 2026, 08:00 UTC \(deployment 77, before its merge\); it counts/,
    );
  });

  it("says that a revert was merged before the change shipped", () => {
    const early = shipped("undone", { ...BY_REVERT, at: at(2, 11) });

    expect(renderCheckRun(subject(early)).summary).toContain(
      "; it was reverted by #9, merged before it shipped, so it does not count in 2026-W45.",
    );
  });

  it("says why a merged change counts as unknown", () => {
    const broken = { ...commit("a"), attribution: "unknown" as const };

    expect(renderCheckRun(subject({ ...shipped("net"), commits: [broken] })).summary).toContain(
      "- **AI assistance:** unknown, since the message of commit `aaaaaaa` is not written in UTF-8.",
    );
  });

  it("asks for one of the trailers where no other declaration is accepted", () => {
    const missing = {
      policy: "require",
      answer: "missing",
      agents: ["codex"],
      example: "Assisted-by: Codex",
    };
    const disclosure = { ...missing, accepts: ["assisted-by", "generated-by"] } as const;
    const { title, summary } = renderCheckRun(subject({ disclosure } as Partial<CheckRunSubject>));

    expect(title).toBe("Declaration required · in another form");
    expect(summary).toContain(
      "says OpenAI Codex, and no commit declares an AI tool by a trailer `Assisted-by` or `Generated-by`. Add",
    );
  });

  it("shows an environment's name as code that cannot be left", () => {
    const { arrival, ...rest } = shipped("net").shipped as JudgedChange;
    const environment = "prod` @everyone | <b>\n# x";
    const nasty = { ...rest, arrival: arrival && { ...arrival, environment } };

    expect(renderCheckRun(subject({ ...shipped("net"), shipped: nasty })).summary).toContain(
      "It reached `prod' @everyone ¦ <b> # x` on",
    );
  });

  it.each([
    ["everything", "GitHub did not tell its newest commits."],
    ["files", "GitHub did not tell its files, so they are taken to count, and its size is unknown."],
    ["content", "GitHub did not tell what its merges left out, so it is taken to bring all that they name."],
    ["claims", "GitHub could not tell yet whether it reverts what it names."],
  ] as const)("R3: says where GitHub did not tell %s", (missing, sentence) => {
    expect(renderCheckRun(subject({ missing: missing })).summary).toContain(
      `**Not all was told:** ${sentence} GitHub is asked`,
    );
  });

  it("promises nothing to what will not count once it ships", () => {
    const robot = { ...commit("a"), attribution: "automation" as const };
    const open = renderCheckRun(subjectOf({ commits: [robot] }));
    const waits = { ...shipped("pending").shipped, willBe: "rework" } as JudgedChange;
    const waiting = renderCheckRun(subject({ ...shipped("pending"), shipped: waits }));

    expect(open.summary).toContain(
      "It will not count: what robots for dependencies and releases make is neither AI nor human work.",
    );
    expect(waiting.summary).toContain("; it will not count: it reverts, brings back or repeats");
  });

  it.each([
    ["declared", "Declaration missing · opened by OpenAI Codex"],
    ["undeclared", "Declaration missing · branch of OpenAI Codex"],
  ] as const)("says by what a silent agent is known: its account says %s", (attribution, title) => {
    const tools = attribution === "declared" ? ["codex"] : [];
    const silent = { ...commit("a"), attribution: "undeclared" as const, tools: [], evidence: [] };
    const rendered = renderCheckRun(
      subjectOf({
        commits: [silent],
        attribution: attributeChange({ attribution, tools }, [silent]),
        disclosure: { policy: "note", answer: "missing", agents: ["codex"], example: "Assisted-by: Codex" },
      }),
    );

    expect(rendered.title).toBe(title);
  });

  it.each([
    ["undone", BY_ROLLBACK],
    ["withdrawn", undefined],
    ["ineffective", undefined],
  ] as const)("does not say that what is %s is still there", (outcome, undoing) => {
    const { summary } = renderCheckRun(subject(shipped(outcome, undoing)));

    expect(summary).toContain(
      "It reached `production` on 2 Nov 2026, 12:00 UTC (deployment 77, 3 h after its merge); it ",
    );
  });

  it.each([
    [
      ["production"],
      "Merged; it waits for a successful deployment to `production`; it will count as AI-assisted after that.",
    ],
    [["eu", "us"], "Merged; it waits for a successful deployment to `eu` or `us`; it"],
    [["a", "b", "c", "d", "e"], "to `a`, `b`, `c` or 2 more environments; it"],
    [
      [],
      "Merged; no successful production deployment contains it yet; it will count as AI-assisted once one does.",
    ],
  ])("names the environments that it waits for: %j", (awaits, text) => {
    expect(renderCheckRun(subject({ ...shipped("pending"), awaits })).summary).toContain(text);
  });

  it("says what an unknown attribution comes from, and what to do", () => {
    const broken = { ...commit("a"), attribution: "unknown" as const };
    const summaryOf = (rest: Partial<CheckRunSubject>) => renderCheckRun(subject(rest)).summary;

    expect(summaryOf({ commits: [broken] })).toContain(
      "since the message of commit `aaaaaaa` is not written in",
    );
    expect(summaryOf({ commits: [broken] })).toContain(
      "- **What to do:** Write the message again (`git commit",
    );
    expect(summaryOf({ commits: [broken, broken, broken] })).toContain(
      "since the messages of commit `aaaaaaa` and 2 more commits are not",
    );
    expect(summaryOf({ commits: [], missing: "everything" })).toContain(
      "since GitHub did not list its commits",
    );
    expect(summaryOf({ commits: [] })).toContain("since it has no commits but merges");
  });

  it("names no settings where there is no config, and never the defaults beside an invalid one", () => {
    const { settings } = subject();
    const invalid = renderCheckRun(
      subject({ configProblem: "x", settings: { ...settings, ship: "releases" } }),
    );

    expect(renderCheckRun(subject()).text).not.toContain("Settings");
    expect(invalid.summary).toContain(
      "**The config cannot be used.** Until it is right, everything stays as before:",
    );
    expect(invalid.text).toContain("Settings in effect meanwhile: ships by releases.");
    expect(`${invalid.summary}${invalid.text}`).not.toMatch(/last valid|default/);
  });

  it("says whose config is wrong, or says what nobody means", () => {
    const settings = { ...subject().settings, source: "owner" } as const;
    const invalid = renderCheckRun(subject({ configProblem: "x", settings }));
    const doubtful = renderCheckRun(subject({ configWarnings: ["x"], settings }));

    expect(invalid.summary).toContain(
      "**The config in the owner's `.github` repository cannot be used.** Until",
    );
    expect(doubtful.summary).toContain("**The config in the owner's `.github` repository is valid, but:**");
  });

  it("tells once that GitHub did not list the commits", () => {
    const { summary } = renderCheckRun(subject({ commits: [], missing: "everything" }));

    expect(summary).not.toContain("Not all was told");
    expect(summary).toContain(
      "**What to do:** Push, which is read at once, or wait: GitHub is asked again each night for three days, at the merge, and",
    );
  });

  it("shows the way to the digest of its week", () => {
    const run = withDigest(renderCheckRun(subject(shipped("net"))), { week: "2026-W45", issueNumber: 34 });

    expect(run.summary).toMatch(/\n\nDigest of 2026-W45: #34$/);
  });

  it("says why a change whose files count came to nothing", () => {
    const { summary } = renderCheckRun(subject(shipped("ineffective")));

    expect(summary).toContain("it does not count: production is as it was without it, since the branch");
  });

  it("leaves rows out and says how many, so that GitHub takes it", () => {
    const commits = Array.from({ length: 10_000 }, () => commit("a", "claude-code", "copilot", "cursor"));
    const { text } = renderCheckRun(subject({ commits }));

    expect(Buffer.byteLength(text)).toBeLessThan(65_535);
    expect(text).toContain("9700 more commits not shown.");
  });

  it("leaves out more rows when they are long", () => {
    const tools = Array.from({ length: 40 }, (_, index) => `an-agent-of-the-organization-${index}`);
    const { text } = renderCheckRun(
      subject({ commits: Array.from({ length: 300 }, () => commit("a", ...tools)) }),
    );

    expect(Buffer.byteLength(text)).toBeLessThan(65_535);
    expect(text).toMatch(/^\d+ more commits not shown\.$/m);
  });
});
