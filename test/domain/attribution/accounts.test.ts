import { expect, it } from "vitest";
import {
  attributeAccount,
  attributeCommit,
  createAttributor,
} from "../../../src/domain/attribution/attribution.ts";
import { DEFAULT_ATTRIBUTION } from "../../../src/domain/attribution/attribution-rules.ts";
import { identity } from "./commits.ts";

it.each([
  [{ id: 198982749, login: "Copilot" }, "declared", ["github-copilot-coding-agent"]],
  [{ id: 158243242, login: "devin-ai-integration[bot]" }, "declared", ["devin"]],
  [{ id: 138933559, login: "renamed-since" }, "declared", ["factory-droid"]],
  [{ id: 1, login: "google-labs-jules[bot]" }, "declared", ["jules"]],
  [{ id: 136622811, login: "coderabbitai[bot]" }, "declared", ["coderabbit"]],
  [{ id: 49699333, login: "dependabot[bot]" }, "automation", []],
  [{ id: 41898282, login: "github-actions[bot]" }, "automation", []],
  [{ id: 35613825, login: "vercel[bot]" }, "automation", []],
  [{ id: 2, login: "some-release-app[bot]" }, "automation", []],
  [{ id: 3, login: "claude" }, "undeclared", []],
  [{ id: 4, login: "devin" }, "undeclared", []],
  [{ id: 5, login: "kiro-agent" }, "undeclared", []],
] as const)("attributes the account %o as %s", (account, attribution, tools) => {
  expect(attributeAccount(account)).toEqual({ attribution, tools });
});

it("many commits are attributed as each one by itself", () => {
  const attribute = createAttributor(DEFAULT_ATTRIBUTION);
  const people = [
    "Claude <noreply@anthropic.com>",
    "Ada Example <ada@mail.example>",
    "Devin <devin@mbp.local>",
  ];
  const commits = people.flatMap((author) =>
    people.map((committer) => ({
      message: "fix: mend it",
      ...{ author: identity(author), committer: identity(committer) },
    })),
  );

  for (const commit of [...commits, ...commits]) expect(attribute(commit)).toEqual(attributeCommit(commit));
});
