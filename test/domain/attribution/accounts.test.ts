import { expect, it } from "vitest";
import { attributeAccount } from "../../../src/domain/attribution/attribution.ts";

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
