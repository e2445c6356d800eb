import { expect, it } from "vitest";
import { coverageOf } from "../../../src/domain/spend/coverage.ts";

it("takes Codex for covered by the bill of OpenAI, which may not name it", () => {
  const declared = [["codex"], ["codex", "cursor"], []];

  expect(coverageOf(declared, new Set(["openai"]))).toEqual({ share: 0.75, tools: 2, covered: 1 });
  expect(coverageOf(declared, new Set(["claude-code"]))?.share).toBe(0);
});
