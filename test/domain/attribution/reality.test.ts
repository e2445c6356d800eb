import { describe, expect, it } from "vitest";
import { attributeAccount } from "../../../src/domain/attribution/attribution.ts";
import { attributed, identity } from "./commits.ts";

const body = (...lines: string[]): string => `fix: the thing\n\nIt was broken.\n\n${lines.join("\n")}\n`;
const says = (line: string) => attributed(body(line));
const authored = (author: string, message = "fix: the thing") =>
  attributed(message, { author: identity(author) });

describe("A1: an address that git makes of a machine's name", () => {
  it.each([
    "Devin <devin@Devins-MacBook-Pro.local>",
    "pi <pi@raspberrypi.local>",
    "Claude <claude@host.local>",
    "jules <jules@localhost>",
    "Cursor <cursor@mac.local>",
    "Goose <goose@goose-pc.local>",
    "Oz <oz@localhost>",
    "Claude <claude@desktop.lan>",
  ])("is a person's: %s", (person) => {
    const found = [authored(person), says(`Co-authored-by: ${person}`)];

    expect(found.map(({ attribution }) => attribution)).toEqual(["undeclared", "undeclared"]);
  });
});

describe("A2: a denial", () => {
  it.each([
    "AI-assisted: I did not use any AI",
    "AI-assisted: written by hand, no Claude involved",
    "AI-assisted: this was not written with Claude",
    "AI-assisted: Claude was not used",
    "AI-assisted-by: I have never used Copilot",
    "AI-generated: none of it; Claude only reviewed",
    "AI usage: I didn't use Claude",
    "AI disclosure: written without Claude Code",
    "AI-tools: Codex wasn't used",
    "Assisted-by: not Claude, nor anything else",
  ])("declares nothing: %s", (line) => {
    expect(says(line).attribution).toBe("undeclared");
  });

  it.each([
    "AI-assisted: yes, Claude Code; no other tools",
    "AI-assisted: Claude Code (no human edits)",
    "AI-assisted: Claude Code, not for the tests",
    "AI disclosure: I used Claude Code. It did not touch the tests.",
  ])("ends with its clause: %s", (line) => {
    expect(says(line).tools).toEqual(["claude-code"]);
  });
});

describe("A3: what only speaks of a mark", () => {
  it.each([
    "The standardized format is: Assisted-by: Claude Code",
    "Example: Assisted-by: Claude Code",
    "For example: Co-authored-by: Claude <noreply@anthropic.com>",
    "Use: Assisted-by: Codex",
    "Assisted-by: <tool name, e.g. Claude Code>",
    "Assisted-by: e.g. Claude Code",
    "Assisted-by: [Claude Code, Copilot, …]",
    "Assisted-by: Claude Code | Copilot | none",
    "Generated with Claude Code is now removed from the template",
    "Generated with Claude Code footer was dropped",
    "Generated with [Claude Code](https://claude.com/claude-code) is no longer appended",
    "🤖 Generated with Claude Code lines are now stripped",
    "* Generated with Claude Code",
    "- Generated with Claude Code",
  ])("is none: %s", (line) => {
    expect(says(line).attribution).toBe("undeclared");
  });
});

describe("A4: the message of another commit, in one line with literal line breaks", () => {
  it.each([
    "Original commit: feat: a\\n\\nCo-authored-by: Claude <noreply@anthropic.com>",
    "Upstream commit: feat: a\\n\\n🤖 Generated with [Claude Code](https://claude.com/claude-code)",
  ])("is another commit's: %s", (line) => {
    expect(says(line).attribution).toBe("undeclared");
  });
});

describe("accounts", () => {
  it("A5: take Graphite's app as an author for automation", () => {
    const app = "graphite-app[bot] <96075541+graphite-app[bot]@users.noreply.github.com>";

    expect(authored(app, "Update submodule vendor/x").attribution).toBe("automation");
    expect(says(`Co-authored-by: ${app}`).tools).toEqual(["graphite-review"]);
  });

  it("A6: take Vercel's app for its agent where it says what it fixes", () => {
    const app = "vercel[bot] <35613825+vercel[bot]@users.noreply.github.com>";
    const fixes = "Fix a crash\n\nThis commit fixes the issue reported at src/a.ts:12\n";

    expect(authored(app, fixes).tools).toEqual(["vercel-agent"]);
    expect(authored(app, "Fix React Server Components CVE").attribution).toBe("automation");
  });

  it("A7: know Codex under its own account", () => {
    const codex = "<242516109+Codex@users.noreply.github.com>";

    expect(authored(`openai-code-agent[bot] ${codex}`).tools).toEqual(["codex"]);
    expect(says(`Co-authored-by: Codex ${codex}`).tools).toEqual(["codex"]);
    expect(attributeAccount({ id: 242516109, login: "Codex" }).tools).toEqual(["codex"]);
  });
});

describe("A8: a question that a template asks", () => {
  it.each(["AI disclosure", "AI assistance", "AI usage", "LLM disclosure", "LLM-assisted", "Written-by"])(
    "is answered by a tool: %s",
    (key) => {
      expect(says(`${key}: Claude Code`).tools).toEqual(["claude-code"]);
    },
  );

  it("is answered by a yes, and by nothing else that names no tool", () => {
    expect(says("AI usage: yes").tools).toEqual(["unspecified"]);
    expect(says("AI usage: add a counter of tokens").attribution).toBe("undeclared");
  });

  it.each(["Claude Monet", "Ada Example <ada@mail.example>"])("leaves a writer alone: %s", (person) => {
    expect(says(`Written-by: ${person}`).attribution).toBe("undeclared");
  });
});

describe("addresses of many forms", () => {
  it.each([
    ["A9", "Codex Review <codex-review@example.com>", "codex"],
    ["A9", "codex <codex@local>", "codex"],
    ["A9", "openclaw <openclaw@localhost>", "openclaw"],
    ["A9", "Coding Agent <coding-agent@example.com>", "unspecified-agent"],
    ["A9", "Bot <ai-assistant@example.org>", "unspecified-agent"],
    ["A10", "Claude <claude-bot@acme.dev>", "claude-code"],
    ["A10", "Claude <someone+claude@acme.dev>", "claude-code"],
    ["A10", "Claude <claude@users.noreply.github.com>", "claude-code"],
    ["A10", "Ezra <agent-0d3f5c1e-1111-4222-8333-444455556666@letta.com>", "letta-code"],
    ["A10", "Sisyphus <234567+sisyphus-dev-ai@users.noreply.github.com>", "oh-my-opencode"],
    ["A10", "Clawd <234568+clawdbot@users.noreply.github.com>", "openclaw"],
    ["A12", "lovable-dev[bot] <159125892+lovable-dev[bot]@users.noreply.github.com>", "lovable"],
    ["A12", "gpt-engineer-app[bot] <159125892+gpt-engineer-app[bot]@users.noreply.github.com>", "lovable"],
    ["A12", "ForgeCode <noreply@forgecode.dev>", "forgecode"],
    ["A12", "Goose <goose@block.xyz>", "goose"],
    ["A12", "Goose <271095942+aaif-goose@users.noreply.github.com>", "goose"],
    ["A12", "Composer <composer@anysphere.co>", "cursor"],
    ["A12", "Cursor <agent@cursor.com>", "cursor"],
    ["A12", "Devin <devin@cognition.ai>", "devin"],
    ["A12", "Gemini <gemini@google.com>", "gemini"],
    ["A13", "Gemini 3.1 Pro <noreply@google.com>", "gemini"],
    ["A13", "Claude Opus 4.8 <noreply@openai.com>", "claude-code"],
    ["A13", "GPT-5.2 <noreply@anthropic.com>", "openai"],
    ["A13", "Gemini 3 Pro <noreply@anthropic.com>", "gemini"],
  ])("%s: %s is known, as author and as co-author", (_, person, tool) => {
    expect(authored(person).tools).toEqual([tool]);
    expect(says(`Co-authored-by: ${person}`).tools).toEqual([tool]);
  });

  it.each([
    "Claude Monet <claude@monet.example>",
    "Claude <1234567+jean-claude@users.noreply.github.com>",
    "Build Agent <build-agent@example.com>",
  ])("are none of %s", (person) => {
    expect(authored(person).attribution).toBe("undeclared");
  });
});

describe("lines of many forms", () => {
  it.each([
    [
      "A11",
      "🤖 GENERATED WITH ASSISTANCE OF [OhMyOpenCode](https://omo.example)",
      "oh-my-opencode",
      "footer",
    ],
    ["A11", "Generated with assistance of OhMyOpenCode (https://omo.example)", "oh-my-opencode", "footer"],
    ["A11", "Generated by [OpenCode](https://opencode.ai)", "opencode", "footer"],
    ["A11", "Written by an agent (Claude Code, claude-opus-4-8).", "claude-code", "prose"],
    ["A11", "Written by Cameron ◯ Letta Code", "letta-code", "prose"],
    ["a bare line", "Assisted by Cursor", "cursor", "prose"],
    ["a bare line", "Co-authored with Claude Opus 4.7", "claude-code", "prose"],
    ["a slip", "Assited-by: Claude Code", "claude-code", "trailer"],
    ["A12", "Replit-Commit-Author: Agent", "replit", "trailer"],
    ["A12", "Generated-by: PostHog Code", "posthog-code", "trailer"],
    ["A12", "Assisted-by: Azure SRE Agent", "azure-sre-agent", "trailer"],
    ["A12", "Assisted-by: Cortex Code", "cortex-code", "trailer"],
    ["A14", "Assisted-by: SomeHarness (claude-opus-4-8)", "unspecified", "trailer"],
  ])("%s: %s", (_, line, tool, kind) => {
    expect(says(line)).toMatchObject({ tools: [tool], evidence: [{ kind }] });
  });

  it.each([
    "Replit-Commit-Author: Deployment",
    "Written by Cameron",
    "Written by Claude.",
    "Assisted by Devin",
    "Generated by the cursor of the editor",
    "Written by an agent of the ministry.",
    "Assisted-by: Jane Doe (Claude)",
  ])("are none of %s", (line) => {
    expect(says(line).attribution).toBe("undeclared");
  });

  it("A14: tell the model that a harness without a row ran", () => {
    expect(says("Assisted-by: SomeHarness (claude-opus-4-8)").evidence[0]?.model).toBe("claude-opus-4.8");
  });

  it("A16: end a message that ends in an indented list", () => {
    const message =
      "fix: x\n\nChanges:\n  - one\n    - two\n\n    Co-Authored-By: Claude <noreply@anthropic.com>\n";

    expect(attributed(message).tools).toEqual(["claude-code"]);
  });
});

describe("A18: a robot under a person's token", () => {
  it.each([
    "This PR has been generated by [Renovate Bot](https://github.com/renovatebot/renovate).",
    "This PR was generated by [Mend Renovate](https://mend.io/renovate/).",
    "This PR was generated with [Release Please](https://github.com/googleapis/release-please).",
  ])("is automation: %s", (line) => {
    expect(attributed(`chore: update\n\n${line}\n`).attribution).toBe("automation");
  });
});
