import { describe, expect, it } from "vitest";
import { mergedTitle, pullRequestOf, withoutNumber } from "../../../src/domain/clone/pull-requests.ts";

describe("the pull request that a commit merged", () => {
  it.each([
    ["Merge pull request #12 from acme/branch", "", "#12"],
    ["feat: it (#12)", "", "#12"],
    ['Revert "feat: it (#12)" (#15)', "", "#15"],
    ["Merge branch 'it' into 'main'", "See merge request acme/shop!12\n", "!12"],
    ["feat: it (!12)", "", "!12"],
    ["Merged in it (pull request #12)", "", "#12"],
    ["Merged PR 12: it", "", "#12"],
    ["Merge PR #12: it", "", "#12"],
    ["Merge PR #12", "", "#12"],
    ["Auto merge of #12 - ada:it, r=bo", "", "#12"],
    ["Merge PR #12: it (#11)", "", "#12"],
    ["Merge PR numbers into it", "", undefined],
    ["fix: it, see (#12) and #13", "", undefined],
    ["fix #12", "Closes #12", undefined],
    ["Merge branch 'main' of github.com:acme/shop", "", undefined],
    ["", "", undefined],
  ])("%s: %s is %s", (subject, body, pull) => {
    expect(pullRequestOf(subject, `${subject}\n\n${body}`)).toBe(pull);
  });

  it.each([
    ["Merge pull request #12 from acme/branch", "feat: it\n\nWhy", "feat: it"],
    ["Merge pull request #12 from acme/branch", 'Revert "it" (#11)', 'Revert "it"'],
    ["Merge branch 'it' into 'main'", "feat: it\n\nSee merge request acme/shop!12\n", "feat: it"],
    ["Merged in it (pull request #12)", "feat: it\r\n", "feat: it"],
    ["Auto merge of #12 - ada:it, r=bo", "feat: it", "feat: it"],
    ["Merged PR 12: it", "", "it"],
    ["Merge PR #12: it (#11)", "", "it"],
    ["Merge pull request #12 from acme/branch", "", undefined],
    ["feat: it (#12)", "Why", undefined],
  ])("%s: %j has the title %s", (subject, body, title) => {
    expect(mergedTitle(subject, `${subject}\n\n${body}`)).toBe(title);
  });

  it("leaves a subject without its number", () => {
    expect(withoutNumber("feat: it (#12)")).toBe("feat: it");
  });
});
