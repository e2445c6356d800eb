import { describe, expect, it } from "vitest";
import { statementsOf } from "../../../src/domain/shipping/statements.ts";

const [a, b] = ["a".repeat(40), "b".repeat(40)];
const inBody = (body: string) => statementsOf(`A feature\n\n${body}`);

describe("what a message says that it reverts", () => {
  it("L29: is not what it quotes of another message", () => {
    const message = `Reland "x"\n\nThis reverts commit ${a}.\n\n> Revert "x"\n>\n> This reverts commit ${b}.`;

    expect(statementsOf(message).reverts).toEqual([a]);
    expect(inBody("Reverts acme/shop#12\n\n  > Reverts #11").reverts).toEqual(["acme/shop#12"]);
  });

  it.each([
    ["as GitHub's button writes it", "Reverts acme/shop#12"],
    ["with a full stop, below what else is said", "It broke the shop.\r\n\r\nReverts #12.\r\n"],
    ["beside a comment", "<!-- Say why. -->\nReverts #12 <!-- the number -->\n"],
    ["below a sample", "```sh\nnpm test\n```\n\nReverts #12"],
    ["below a fold", "<details>\n<summary>Why</summary>\nIt broke.\n</details>\n\nReverts #12"],
    ["below the name of an element", "The <details> element broke.\n\nReverts #12"],
    ["below a comment in code", "Beside `<!--`, and `<pre>`.\n\nReverts #12"],
    ["below a sample on one line", "```npm test``` fails.\n\nReverts #12"],
    ["with what it is about", "Reverts #12 — doing this rather than that"],
    ["before another sentence", "Reverts #12. It broke."],
    ["as some write it", "This reverts pull request #12."],
    ["in a message that is indented as a whole", "    It broke.\n\n    Reverts #12"],
  ])("T1: is a line of its own: %s", (_, description) => {
    expect(inBody(description).reverts).toHaveLength(1);
  });

  it.each([
    [
      "in a list of other people's changes",
      "## Releases\n\n- Reverts #12\n* Reverts #12 (#13)\n1. Reverts #12",
    ],
    ["in the text of a list item", "- acme 1.2.0\n  Reverts #12"],
    ["in a box that is not checked", "- [ ] Reverts #12"],
    ["in a comment", "<!--\nReverts #12\n-->\nA feature."],
    ["in a comment that is never closed", "A feature.\n<!--\nReverts #12"],
    ["in a sample", "```\nReverts #12\n```"],
    ["in a sample that is never closed", "~~~~\nReverts #12"],
    ["in an indented sample", "For example:\n\n    Reverts #12"],
    ["in inline code", "`Reverts #12`"],
    ["behind a fold, as release notes of a dependency are", "<details>\n\nReverts #12\n\n</details>"],
    ["in a quotation", "> Reverts #12"],
    ["in HTML's quotation", "<blockquote>\nReverts #12\n</blockquote>"],
    ["in a table", "| Reverts #12 | x |"],
    ["in a sentence that is wrapped", "It keeps what was there before the change that\nReverts #12."],
    ["in a sentence about git", "It reads `This reverts commit aaaaaaa.` and shows it."],
    ["behind a negation", "Not that This reverts commit aaaaaaa."],
    ["behind a bullet", "• This reverts commit aaaaaaa."],
    ["behind a fold in a fold", "<details>\n<details>x</details>\nReverts #12\n</details>"],
    ["in a sample whose second line looks like a fence", "```\n```text\nReverts #12\n```"],
    ["in a sentence", "Keeps what was there before #7, unlike the attempt that Reverts #12"],
    ["with what is left", "Reverts #12 only in part, and keeps the rest."],
    ["of a commit in a list", `- This reverts commit ${a}.\n* This reverts commit ${b}.`],
    ["of a commit in a sample", `\`\`\`\nThis reverts commit ${a}.\n\`\`\``],
    ["of a backport in a list", `- Backport of #12\n- (cherry picked from commit ${a})`],
    ["of a backport in a sentence", "Compare with the backport of #12, which failed."],
  ])("T1, T2: is nothing %s", (_, description) => {
    expect(inBody(description)).toEqual({ reverts: [], repeats: [], subject: undefined });
  });

  it.each([
    ["git", `This reverts commit ${a}.`, a],
    ["git --reference", "This reverts commit 8d4b6b1 (feat: it, 2026-11-02).", "8d4b6b1"],
    ["git, of a merge", `This reverts commit ${a}, reversing\nchanges made to ${b}.`, a],
    ["git, behind a sentence", `It broke the shop. This reverts commit ${a}.`, a],
    ["git with SHA-256", `This reverts commit ${a.repeat(2).slice(0, 64)}.`, a.repeat(2).slice(0, 64)],
    ["a person", "This reverts commit 6fcf2d1.", "6fcf2d1"],
    ["GitHub", "Reverts acme/shop#12", "acme/shop#12"],
    ["GitHub with an address", "Reverts https://github.com/acme/shop/pull/12", "acme/shop#12"],
    ["GitLab", "This reverts merge request !12", "!12"],
    ["Azure", "Reverts !12", "!12"],
  ])("T5: is said in the words of %s", (_, body, name) => {
    expect(inBody(body).reverts).toEqual([name]);
  });

  it.each([
    ['Revert "feat: a (#2)" (#4)', ["#2"], "feat: a", false],
    ['Revert "feat: a" (#4)', [], "feat: a", false],
    ["Revert 'feat: a' (#4)", [], "feat: a", false],
    ['Revert "Revert "feat: a (#2)" (#3)" (#4)', ["#3"], 'Revert "feat: a (#2)"', false],
    ['Reapply "feat: a" (#4)', [], 'Revert "feat: a"', false],
    ["revert: feat: a (#2) (#4)", ["#2"], "feat: a", false],
    ["revert(shop): a (#4)", ["#4"], "a", false],
    [
      'Revert "feat: a title that GitHub cuts inside…" (#4)',
      [],
      "feat: a title that GitHub cuts inside",
      true,
    ],
    [
      'Revert "feat: a title that is longer than what fits in a subj…',
      [],
      "feat: a title that is longer than what fits in a subj",
      true,
    ],
    [
      'Revert "feat: a title that is longer than what fits in a subj (#4)',
      [],
      "feat: a title that is longer than what fits in a subj",
      true,
    ],
  ])("T6: is said by the subject %j", (subject, reverts, text, isCut) => {
    expect(statementsOf(subject)).toEqual({
      reverts,
      repeats: [],
      subject: { kind: "reverts", text, isCut },
    });
  });

  it.each([
    ["Revert #2 and #3", ["#2", "#3"]],
    ["Reverts #2, #3 (#4)", ["#2", "#3"]],
    ['Revert "feat: a (#2)" (#24) (#26)', ["#2"]],
    ['[core] Revert "feat: a (#2)"', ["#2"]],
    ['Merged PR 13: Revert "feat: a (#2)"', ["#2"]],
  ])("names by %j %j", (subject, names) => {
    expect(statementsOf(subject).reverts).toEqual(names);
  });

  it("takes no number behind what is quoted for that of what is reverted", () => {
    expect(statementsOf('Revert "Do not truncate" (#24) (#26)\n\nReverts acme/shop#2').reverts).toEqual([
      "acme/shop#2",
    ]);
  });

  it.each([["Revert #2"], ["Revert PR #2: it broke"], ["Reverts #2 (#4)"]])(
    "T6: is named by %j",
    (subject) => {
      expect(statementsOf(subject).reverts).toEqual(["#2"]);
    },
  );

  it.each([
    ["Revert to the old way"],
    ["Reverting is hard (#4)"],
    ["feat: a revert button (#4)"],
    ["fix: no more reverts of #2"],
  ])("is nothing in %j", (subject) => {
    expect(statementsOf(subject)).toEqual({ reverts: [], repeats: [], subject: undefined });
  });

  it("is told by the title that GitHub writes below a merge", () => {
    const message = 'Merge pull request #4 from acme/branch\n\nRevert "feat: a (#2)"';

    expect(statementsOf(message).reverts).toEqual(["#2"]);
  });
});

describe("what a message says that it repeats", () => {
  it.each([
    ["git cherry-pick -x", "fix: a", `(cherry picked from commit ${a})`, a],
    ["a stable kernel", "fix: a", `commit ${a} upstream.`, a],
    ["a kernel's bot", "fix: a", `[ Upstream commit ${a} ]`, a],
    [
      "mergify",
      "fix: a (backport #12)",
      "This is an automatic backport of pull request #12 done by [Mergify](x).",
      "#12",
    ],
    ["mergify's title, squashed", "fix: a (backport #12) (#15)", "", "#12"],
    ["backport-action", "[Backport 6.0] fix: a", "# Description\nBackport of #12 to `6.0`.", "#12"],
    ["Kubernetes", "Automated cherry pick of #12: fix: a", "Cherry pick of #12 on release-1.2.", "#12"],
    ["meeseeksdev", "Backport PR #12 on branch v6.x (fix: a)", "", "#12"],
    [".NET", "fix: a", "Backport of #12 to release/6.0", "#12"],
    ["a person, by the commit", "fix: a", "Cherry-pick of f2a76e85 from main.", "f2a76e85"],
    ["git-ubuntu", "fix: a", `(backported from commit ${a})`, a],
    ["a branch", "Merge pull request #15 from acme/backport-12", "BUG: a (#12)", "#12"],
    ["a line of versions below a merge", "Merge pull request #15 from acme/x", "[v6.0] fix: a (#12)", "#12"],
    ["an address", "fix: a", "Backport of https://github.com/acme/shop/pull/12", "acme/shop#12"],
    ["a number behind a line of versions", "[v6.0] fix: a (#12) (#15)", "", "#12"],
    ["a number beside a line of versions", "fix: a (v1 backport of #12) (#15)", "", "#12"],
    ["a line of versions in code", "Backport #12 to `v1` (#15)", "", "#12"],
    ["a title with a number in it", "Backport of fix: a (#12) into release/1.8.x (#15)", "", "#12"],
  ])("T7: is named by %s", (_, subject, body, name) => {
    expect(statementsOf(`${subject}\n\n${body}`)).toMatchObject({ reverts: [], repeats: [name] });
  });

  it.each([
    ["Backport: fix: a", [], "fix: a"],
    ["backport(6.x): fix: a (#15)", ["#15"], "fix: a"],
    ["[v6.0] fix: a (#15)", ["#15"], "fix: a"],
    ["[stable] fix: a", [], "fix: a"],
    ["[release/6.0] fix: a", [], "fix: a"],
    ["[6.x] fix: a", [], "fix: a"],
    ["Backport of fix: a into release/1.8.x (#15)", [], "fix: a"],
    ["Backport of move b into c into release/1.8.x (#15)", [], "move b into c"],
    ["Backport of fix: a to v6.0", [], "fix: a"],
    ["Manual Backport of fix: a into release/2.0.x (#15)", [], "fix: a"],
    ["fix: a (v1 backport)", [], "fix: a"],
    ["fix: a (v1 backport) (#15)", [], "fix: a"],
    ["fix: a [release-1.2 backport] (#15)", [], "fix: a"],
    ["fix: a (backport to 1.2) (#15)", [], "fix: a"],
    ["fix: a (#12) (#15)", [], "fix: a"],
    ["Merge PR #15: [v6.0] fix: a", [], "fix: a"],
  ])("T7: is quoted by %j", (subject, repeats, text) => {
    expect(statementsOf(subject)).toEqual({
      reverts: [],
      repeats,
      subject: { kind: "repeats", text, isCut: false },
    });
  });

  it("T7: is quoted by a title of the bot that cut it", () => {
    expect(
      statementsOf("Backport of fix: a title that is too long for… into release/1.8.x (#15)").subject,
    ).toEqual({
      ...{ kind: "repeats", text: "fix: a title that is too long for", isCut: true },
    });
  });

  it.each([
    ["[shop] fix: a (#15)"],
    ["[API v2] fix: a"],
    ["[unstable] fix: a"],
    ["[Python 3.12] fix: a"],
    ["[no backport] fix: a"],
    ["feat: backport button (#15)"],
    ["fix: a, do not backport #2 (#15)"],
    ["Clean up after the cherry pick of #2"],
    ["[WIP] fix: a"],
    ["Backport of the shop into the new design (#15)"],
    ["Backport of fix: a into main"],
    ["fix: the backport (#15)"],
    ["fix: a (backport) (#15)"],
    ["fix: a (no v1 backport) (#15)"],
    ["fix: a (v1 only) (#15)"],
    ["fix: a (#15)"],
    ["fix: a"],
  ])("is nothing in %j", (subject) => {
    expect(statementsOf(subject)).toEqual({ reverts: [], repeats: [], subject: undefined });
  });
});

describe("what a message says about others", () => {
  it("T1: is read in time, however hostile it is", () => {
    const openings = ["<!--", "<details", "```\n", "<!-- -->", "Reverts #1\n", "<pre>", "[", "cherry pick "];
    for (const opening of openings) expect(inBody(`revert ${opening.repeat(20_000)}`).repeats).toEqual([]);
    for (const opening of openings)
      expect(statementsOf(`[${opening.trim().repeat(20_000)}`).repeats).toEqual([]);
  });
});
