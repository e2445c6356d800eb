import { describe, expect, it } from "vitest";
import { attributed, identity } from "./commits.ts";

const GITHUB = "users.noreply.github.com";
const body = (line: string): string => `fix: the thing\n\nIt was broken.\n\n${line}\n`;

describe("author", () => {
  it.each([
    ["Claude <noreply@anthropic.com>", "claude-code"],
    [`claude[bot] <209825114+claude[bot]@${GITHUB}>`, "claude-code"],
    [`claude[bot] <41898282+claude[bot]@${GITHUB}>`, "claude-code"],
    [`anthropic-code-agent[bot] <242468646+Claude@${GITHUB}>`, "claude-code"],
    [`copilot-swe-agent[bot] <198982749+Copilot@${GITHUB}>`, "github-copilot-coding-agent"],
    [`Copilot <198982749+Copilot@${GITHUB}>`, "github-copilot-coding-agent"],
    [`Copilot <223556219+Copilot@${GITHUB}>`, "github-copilot"],
    ["Codex <codex@openai.com>", "codex"],
    ["Codex <codex@example.com>", "codex"],
    [`chatgpt-codex-connector[bot] <199175422+chatgpt-codex-connector[bot]@${GITHUB}>`, "codex"],
    ["Cursor Agent <cursoragent@cursor.com>", "cursor"],
    [`cursor[bot] <206951365+cursor[bot]@${GITHUB}>`, "cursor"],
    ["Ada Example (aider) <ada@mail.example>", "aider"],
    [`Devin AI <158243242+devin-ai-integration[bot]@${GITHUB}>`, "devin"],
    [`google-labs-jules[bot] <161369871+google-labs-jules[bot]@${GITHUB}>`, "jules"],
    ["openhands <openhands@all-hands.dev>", "openhands"],
    ["OpenHands <opendevin@all-hands.dev>", "openhands"],
    [`factory-droid[bot] <138933559+factory-droid[bot]@${GITHUB}>`, "factory-droid"],
    [`factory-droid[bot] <138933559+a-new-login@${GITHUB}>`, "factory-droid"],
    [`warp-agent-staging[bot] <240773466+warp-agent-staging[bot]@${GITHUB}>`, "warp"],
    [`continue[bot] <continue[bot]@${GITHUB}>`, "continue"],
    ["Roo Code <roomote@roocode.com>", "roo-code"],
    [`roomote-v0[bot] <219738659+roomote-v0[bot]@${GITHUB}>`, "roo-code"],
    [`Cline Agent <cline-agent@${GITHUB}>`, "cline"],
    [`gemini-cli[bot] <218312386+gemini-cli[bot]@${GITHUB}>`, "gemini-cli"],
    [`kiro-agent[bot] <245459735+kiro-agent[bot]@${GITHUB}>`, "kiro"],
    ["Junie <junie@jetbrains.com>", "junie"],
    [`sweep-nightly[bot] <131841235+sweep-nightly[bot]@${GITHUB}>`, "sweep"],
    [`v0 <v0[bot]@${GITHUB}>`, "v0"],
    [`amazon-q-developer[bot] <208079219+amazon-q-developer[bot]@${GITHUB}>`, "amazon-q"],
    [`coderabbitai[bot] <136622811+coderabbitai[bot]@${GITHUB}>`, "coderabbit"],
    ["opencode <opencode@example.com>", "opencode"],
    ["Grok Build <noreply@x.ai>", "grok"],
  ])("takes %s for the agent", (author, tool) => {
    const found = attributed("fix: the thing", { author: identity(author) });

    expect(found).toMatchObject({
      attribution: "declared",
      tools: [tool],
      evidence: [{ kind: "author", tool }],
    });
  });

  it.each([
    ["Claude Sonnet 4.6 <someone+claude-code@company.example>", "claude-code"],
    ["open-swe[bot] <someone@company.example>", "open-swe"],
    ["Roo Code <someone@company.example>", "roo-code"],
    ["Codex Agent <codex-agent@example.com>", "codex"],
    ["a person's name <noreply@anthropic.com>", "claude-code"],
  ])("takes %s for the agent, although one half is a person's", (author, tool) => {
    expect(attributed("fix: the thing", { author: identity(author) }).tools).toEqual([tool]);
  });
});

describe("trailer", () => {
  it.each([
    ["Co-Authored-By: Claude <noreply@anthropic.com>", "claude-code"],
    ["Co-Authored-By: Claude Opus 4.8 (1M context) <noreply@anthropic.com>", "claude-code"],
    ["Claude-Session: https://claude.ai/code/session_01AtvfVcwLAeVKk9SkRjb7GN", "claude-code"],
    [`Co-authored-by: Copilot <223556219+Copilot@${GITHUB}>`, "github-copilot"],
    [`Co-authored-by: Copilot App <223556219+Copilot@${GITHUB}>`, "github-copilot"],
    ["Co-authored-by: Copilot <copilot@github.com>", "github-copilot"],
    ["Copilot-Session: 02f9e138-da58-4a60-93b9-eae659d2aa19", "github-copilot"],
    ["Agent-Logs-Url: https://github.com/o/r/sessions/889b58a7", "github-copilot-coding-agent"],
    ["Co-authored-by: Cursor <cursoragent@cursor.com>", "cursor"],
    ["Made-with: Cursor", "cursor"],
    ["Co-authored-by: Codex <noreply@openai.com>", "codex"],
    ["Co-authored-by: aider (gpt-5) <aider@aider.chat>", "aider"],
    ["Co-authored-by: aider (gpt-5) <noreply@aider.dev>", "aider"],
    ["Co-Authored-By: Devin <noreply@cognition.ai>", "devin"],
    ["Amp-Thread-ID: https://ampcode.com/threads/T-019bd74e", "amp"],
    ["Co-authored-by: Amp <amp@ampcode.com>", "amp"],
    ["Co-authored-by: openhands <openhands@all-hands.dev>", "openhands"],
    ["Assisted-by: Crush:deepseek/deepseek-v4-pro", "crush"],
    ["Assisted-by: AWS Claude Opus 4.5 via Crush <crush@charm.land>", "crush"],
    ["Co-Authored-By: (Charm) Crush <crush@charm.land>", "crush"],
    ["Co-Authored-By: opencode <noreply@opencode.ai>", "opencode"],
    ["Assisted-by: OpenCode (Opus 4.5)", "opencode"],
    [`Co-authored-by: factory-droid[bot] <138933559+factory-droid[bot]@${GITHUB}>`, "factory-droid"],
    ["Co-Authored-By: Oz <oz-agent@warp.dev>", "warp"],
    ["Co-Authored-By: Warp <agent@warp.dev>", "warp"],
    ["Co-Authored-By: Continue <noreply@continue.dev>", "continue"],
    ["Co-authored-by: Gemini CLI <noreply@google.com>", "gemini-cli"],
    ["Generated-by: `Gemini 3.1 Pro (High)` on `Antigravity`", "antigravity"],
    ["Co-authored-by: Kiro Agent <agent@kiro.dev>", "kiro"],
    ["Co-authored-by: Junie <junie@jetbrains.com>", "junie"],
    ["Entire-Checkpoint: d9e47174f862", "entire"],
    ["Executed-By: gastown/crew/jack", "gastown"],
    ["Co-Authored-By: Letta Code <noreply@letta.com>", "letta-code"],
    ["Co-authored-by: Qwen-Coder <qwen-coder@alibabacloud.com>", "qwen-code"],
    ["Co-authored-by: Kimi K2.7 Code <noreply@kimi.com>", "kimi-code"],
    ["Co-Authored-By: Mistral Vibe <vibe@mistral.ai>", "mistral-vibe"],
    ["Agent-Id: agent-6f1c", "augment"],
    ["Co-authored-by: Ona <no-reply@ona.com>", "ona"],
    ["Co-authored-by: Sisyphus <clio-agent@sisyphuslabs.ai>", "oh-my-opencode"],
    ["Co-authored-by: AI (Pi/GPT-5.4) <noreply@pi.dev>", "pi"],
    ["Assisted-by: pi (claude-opus-5)", "pi"],
    ["Co-Authored-By: claude-flow <maintainer@mail.example>", "claude-flow"],
    ["Assisted-by: Claude:claude-opus-4-7", "claude-code"],
    ["Assisted-by: GitHub Copilot (model: Claude Opus 4.8, supervised)", "github-copilot"],
    ["Generated-by: `Opus 4.5` on `Claude Code`", "claude-code"],
    ["Generated-by: Cursor, Version: 1.0.0 (Universal)", "cursor"],
    ["Assisted-by: GPT-5.5", "openai"],
    ["Assisted-by: GLM 5.2", "other-llm"],
    ["Assisted-by: AI", "unspecified"],
    ["Assisted-by: generic LLM chatbot", "unspecified"],
    ["Generated-by: AI (with only a few tweaks)", "unspecified"],
    ["Assisted-by: https://github.com/someone/someone#llms", "unspecified"],
    ["AI-assisted: yes", "unspecified"],
    ["AI-Agent: Opencode", "opencode"],
    ["Co-authored-by-AI: Cursor (claude-sonnet-4)", "cursor"],
    ["Commimt-generated-by: GitHub Copilot <github.copilot@github.com>", "github-copilot"],
    ["Signed-off-by: Codex <codex@openai.com>", "codex"],
  ])("finds the tool in %s", (line, tool) => {
    const found = attributed(body(line));

    expect(found).toMatchObject({
      attribution: "declared",
      tools: [tool],
      evidence: [{ kind: "trailer", text: line }],
    });
  });
});

describe("footer", () => {
  it.each([
    ["🤖 Generated with [Claude Code](https://claude.com/claude-code)", "claude-code"],
    ["_Generated by [Claude Code](https://claude.ai/code)_", "claude-code"],
    ["https://claude.ai/code/session_01GCTv3f1MDMZpsdCv6idM37", "claude-code"],
    ["Made with [Cursor](https://cursor.com)", "cursor"],
    ["https://chatgpt.com/codex/tasks/task_b_68b5534e4ed88320b9e6b9acf2e96fc2", "codex"],
    ["# Aider chat conversation:", "aider"],
    ["Link to Devin run: https://app.devin.ai/sessions/39f6cfd6c5a24d25", "devin"],
    ["🤖 Generated with [Devin](https://cli.devin.ai/docs)", "devin"],
    [
      "*PR created automatically by Jules for task [7](https://jules.google.com/task/7) started by @a*",
      "jules",
    ],
    ["https://ampcode.com/threads/T-88b550b7-5e0d-4ab9-97d9-36fb63d18f21", "amp"],
    ["💘 Generated with Crush", "crush"],
    ["🤖 Generated with [opencode](https://opencode.ai)", "opencode"],
    ["🤖 Generated with [Droid](https://docs.factory.ai/factory-droids)", "factory-droid"],
    ["_This PR was generated with [Oz](https://warp.dev/oz)._", "warp"],
    ["- [x] Warp Agent Mode - This PR was created via Warp's AI Agent Mode", "warp"],
    ["Generated with [Continue](https://continue.dev)", "continue"],
    ["🤖 Assisted by [Amazon Q Developer](https://aws.amazon.com/q/developer)", "amazon-q"],
    ["👾 Generated with [Letta Code](https://letta.com)", "letta-code"],
    ["Generated by Mistral Vibe.", "mistral-vibe"],
    ["Ultraworked with [Sisyphus](https://github.com/code-yeongyu/oh-my-opencode)", "oh-my-opencode"],
    ["*This is an automated message generated by [Sweep", "sweep"],
    ["🤖 Generated with Codebuff", "codebuff"],
    ["🤖 Generated with [Codex CLI](https://developers.openai.com/codex)", "codex"],
  ])("finds the tool in %s", (line, tool) => {
    const found = attributed(body(line));

    expect(found).toMatchObject({ attribution: "declared", tools: [tool], evidence: [{ kind: "footer" }] });
  });

  it("takes aider's first form, a pasted conversation under its own subject", () => {
    const found = attributed("aider: Added a check.\n\n# Context:\nUSER: add a check\n");

    expect(found.tools).toEqual(["aider"]);
  });
});

describe("suggestion", () => {
  it.each([
    [`Copilot <175728472+Copilot@${GITHUB}>`, "github-copilot"],
    [`Copilot Autofix powered by AI <175728472+Copilot@${GITHUB}>`, "github-copilot-autofix"],
    [
      `Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@${GITHUB}>`,
      "github-copilot-autofix",
    ],
    [
      `Copilot Autofix powered by AI <223894421+github-code-quality[bot]@${GITHUB}>`,
      "github-copilot-autofix",
    ],
    [`coderabbitai[bot] <136622811+coderabbitai[bot]@${GITHUB}>`, "coderabbit"],
    [`ellipsis-dev[bot] <65095814+ellipsis-dev[bot]@${GITHUB}>`, "ellipsis"],
    [`cubic-dev-ai[bot] <191113872+cubic-dev-ai[bot]@${GITHUB}>`, "cubic"],
    [`greptile-apps[bot] <165735046+greptile-apps[bot]@${GITHUB}>`, "greptile"],
    [`graphite-app[bot] <96075541+graphite-app[bot]@${GITHUB}>`, "graphite-review"],
    [`sourcery-ai[bot] <58596630+sourcery-ai[bot]@${GITHUB}>`, "sourcery"],
    [`gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@${GITHUB}>`, "gemini-code-assist"],
    [`vercel[bot] <35613825+vercel[bot]@${GITHUB}>`, "vercel-agent"],
  ])("shows a committed suggestion of %s as one", (reviewer, tool) => {
    const found = attributed(body(`Co-authored-by: ${reviewer}`));

    expect(found).toMatchObject({ attribution: "declared", evidence: [{ kind: "suggestion", tool }] });
  });
});
