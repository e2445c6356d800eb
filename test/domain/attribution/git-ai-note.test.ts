import { describe, expect, it } from "vitest";
import { attributeCommit } from "../../../src/domain/attribution/attribution.ts";
import { PERSON } from "./commits.ts";

const CLAUDE = { agent_id: { tool: "claude", id: "1", model: "claude-opus-4-6" } };
const CURSOR = { agent_id: { tool: "cursor", id: "2", model: "default" } };
const METADATA = {
  schema_version: "authorship/3.0.0",
  base_commit_sha: "7734793b756b3921c88db5375a8c156e9532447b",
  prompts: { abcd1234abcd1234: CURSOR },
  sessions: { s_c9883b05a2487d: CLAUDE },
  humans: { h_31dce776f88375: { author: "Ada Example <ada@mail.example>" } },
};

function noted(attestations: string, metadata: unknown = METADATA, message = "feat: a thing") {
  const note = `${attestations}---\n${typeof metadata === "string" ? metadata : JSON.stringify(metadata)}\n`;
  return attributeCommit({ message, author: PERSON, committer: PERSON, note });
}

describe("a note of git-ai", () => {
  it("declares the tool and the model of a session that attests lines", () => {
    const found = noted("src/a.ts\n  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15\n  h_31dce776f88375 20\n");

    expect(found).toMatchObject({
      attribution: "declared",
      tools: ["claude-code"],
      evidence: [
        {
          kind: "note",
          tool: "claude-code",
          model: "claude-opus-4.6",
          text: "s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-10,15",
        },
      ],
    });
  });

  it("declares each tool once, in the older form too", () => {
    const found = noted(
      '"a b.ts"\n  abcd1234abcd1234 1\n  s_c9883b05a2487d::t_1 2\nb.ts\n  s_c9883b05a2487d::t_2 3-4\n',
    );

    expect(found.evidence.map(({ tool }) => tool)).toEqual(["cursor", "claude-code"]);
  });

  it("declares a tool without a name for git-ai's key of an agent without a session", () => {
    expect(noted("a.ts\n  ai_agent 3,9\n").tools).toEqual(["unspecified"]);
  });

  it.each(["s_00000000000000::t_1", "0123456789abcdef"])(
    "A15: declares nothing for the key %s, which it does not describe",
    (key) => {
      expect(noted(`a.ts\n  ${key} 1\n`).attribution).toBe("undeclared");
    },
  );

  it("does not speak of a tool without a name beside one that it names", () => {
    expect(noted("a.ts\n  ai_agent 3\n  abcd1234abcd1234 1\n").tools).toEqual(["cursor"]);
  });

  it("stands beside the marks of the message", () => {
    const message = "feat: a thing\n\nCo-authored-by: Claude <noreply@anthropic.com>";

    const { tools, evidence } = noted("a.ts\n  abcd1234abcd1234 1\n", METADATA, message);

    expect(tools).toEqual(["claude-code", "cursor"]);
    expect(evidence.map(({ kind }) => kind)).toEqual(["trailer", "note"]);
  });

  it.each([
    ["no attestation", ""],
    ["lines of a known human only", "a.ts\n  h_31dce776f88375 1-20\n  human 21\n"],
    ["a key without lines", "a.ts\n  s_c9883b05a2487d::t_1\n  s_c9883b05a2487d::t_1 \n"],
    ["lines that are no numbers", "a.ts\n  s_c9883b05a2487d::t_1 0\n  s_c9883b05a2487d::t_1 all of it\n"],
    ["a path that looks like a key", "s_c9883b05a2487d::t_1 1-2\n"],
  ])("declares nothing with %s", (_, attestations) => {
    expect(noted(attestations)).toMatchObject({ attribution: "undeclared", evidence: [] });
  });

  it.each([
    ["is no JSON", "{"],
    ["is null", "null"],
    ["is of another version", { ...METADATA, schema_version: "authorship/4.0.0" }],
    ["tells no version", { prompts: {} }],
  ])("declares nothing when its metadata %s", (_, metadata) => {
    expect(noted("a.ts\n  s_c9883b05a2487d::t_1 1\n", metadata).attribution).toBe("undeclared");
  });

  it.each(["", "\n", "---", "no divider\n  s_1::t_1 1\n", JSON.stringify(METADATA)])(
    "declares nothing when it is only %j",
    (note) => {
      const commit = { message: "feat: a thing", author: PERSON, committer: PERSON, note };

      expect(attributeCommit(commit).attribution).toBe("undeclared");
    },
  );

  it.each(["tool", "__proto__"])("survives metadata of unexpected types under %j", (tool) => {
    const metadata = { ...METADATA, sessions: { s_1: { agent_id: { [tool]: 7 } } }, prompts: 7 };

    expect(noted("a.ts\n  s_1::t_1 1\n  abcd1234abcd1234 2\n", metadata).tools).toEqual(["unspecified"]);
  });
});
