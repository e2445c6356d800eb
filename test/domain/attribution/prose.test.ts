import { describe, expect, it } from "vitest";
import { attributeCommit } from "../../../src/domain/attribution/attribution.ts";
import { PERSON } from "./commits.ts";

const SENTENCES = [
  "Written by an agent (Claude Code, claude-opus-4-8).",
  "Written by Cameron ◯ Letta Code",
  "Assisted by Cursor",
  "Generated with GitHub Copilot, GPT-5.4.",
  "AI disclosure: I used Claude Code for the tests.\n\nIt works.",
];
const TRAILER = "Co-authored-by: Claude <noreply@anthropic.com>";

function found(lines: string, prose: boolean) {
  const message = `fix: the thing\n\nIt was broken.\n\n${lines}\n`;
  return attributeCommit({ message, author: PERSON, committer: PERSON }, { agents: [], prose });
}

describe.each(SENTENCES)("the sentence %j", (sentence) => {
  it("declares, as the weakest kind", () => {
    expect(found(sentence, true)).toMatchObject({ attribution: "declared", evidence: [{ kind: "prose" }] });
  });

  it("is a hint where the config takes no sentences", () => {
    expect(found(sentence, false)).toMatchObject({
      ...{ attribution: "undeclared", tools: [], evidence: [] },
      hints: [{ kind: "prose" }],
    });
  });

  it("takes nothing from a trailer beside it", () => {
    const { attribution, evidence, hints } = found(`${sentence}\n\n${TRAILER}`, false);

    expect([attribution, evidence.map(({ kind }) => kind), hints]).toEqual(["declared", ["trailer"], []]);
  });
});
