import { describe, expect, it } from "vitest";
import { attributeCommit } from "../../../src/domain/attribution/attribution.ts";
import { attributed, identity, PERSON } from "./commits.ts";

const CLAUDE = "Co-authored-by: Claude <noreply@anthropic.com>";

describe("where a mark stands", () => {
  it("is a trailer in git's own block and a co-author line outside it", () => {
    const inside = attributed(`fix: x\n\n${CLAUDE}`);
    const outside = attributed(`fix: x\n\n${CLAUDE}\n\nMore text.`);

    expect([inside, outside].map(({ evidence }) => evidence[0]?.kind)).toEqual(["trailer", "co-author"]);
  });

  it.each([
    ["glued to prose", `fix: x\n\nThis is prose.\n${CLAUDE}`],
    [
      "above GitHub's co-author list",
      `fix: x\n\n* y\n\n${CLAUDE}\n\n---------\n\nCo-authored-by: Ada <a@b.example>`,
    ],
    ["the subject", CLAUDE],
    ["behind a literal line break", `fix: x\\n\\nIt was broken.\\n\\n${CLAUDE} (#30)`],
    ["behind a literal line break of the body", `fix: x\n\n* y\n\nIt was.\\n\\n${CLAUDE}\n\n* z`],
    [
      "flattened into the subject",
      `fix: x  🤖 Generated with [Claude Code](https://claude.ai/code)  ${CLAUDE}`,
    ],
    [
      "flattened by single blanks",
      `fix: x 🤖 Generated with [Claude Code](https://claude.ai/code) ${CLAUDE}`,
    ],
    ["wrapped", "fix: x\n\nCo-authored-by: Claude\n<noreply@anthropic.com>"],
    ["in a message indented as a whole", `fix: x\ny\n\n     - Wrap it\n     - Add it\n\n     ${CLAUDE}`],
    ["in the text of a list item", `fix: x\n\n* y\n    is more\n\n    of this\n\n    ${CLAUDE}\n\n* z`],
    [
      "in a pasted log",
      `Squashed\n\ncommit 0123456\nAuthor: Ada <a@b.example>\nDate:   Mon May 19 23:08:25 2025\n\n    y\n\n    ${CLAUDE}`,
    ],
    ["after a fence that is never closed", `fix: x\n\n\`\`\`\ncode\n\n${CLAUDE}`],
    ["after a closed fence", `fix: x\n\n\`\`\`\ncode\n\`\`\`\n\n${CLAUDE}`],
    ["with CRLF", `fix: x\r\n\r\nIt was broken.\r\n\r\n${CLAUDE}\r\n`],
  ])("counts %s", (_name, message) => {
    expect(attributed(message).tools).toEqual(["claude-code"]);
  });
});

describe("damaged lines", () => {
  it.each([
    ["Co-Authored-By: Oz <oz-agent@warp.dev>:wq", "warp"],
    ["Co-Authored-By: Oz [oz-agent@warp.dev](mailto:oz-agent@warp.dev)", "warp"],
    ["_Co-Authored-By: Oz <oz-agent@warp.dev>_", "warp"],
    ["Co-Authored-By: Charm Crush <crush@charm.land", "crush"],
    ["Co-Authored-By: Claude claude@anthropic.com", "claude-code"],
    ["Co-authored-by: Copilot copilot@github.com", "github-copilot"],
    ["Co-authored-by: Cursor", "cursor"],
    ["Co-Authored-By: Claude", "claude-code"],
    ["Co-authored-by: @coderabbitai", "coderabbit"],
    ["co-authored: Claude Opus 4.8", "claude-code"],
    ["Co-Authored-By: Claude Opus 4.6 <<norenoreply@anthropic.com>", "claude-code"],
    ["Co-Authored-By: Claude Opus4.5<noreply@anthropic.com>", "claude-code"],
    ["Co-Authored-By: Claude &lt;noreply@anthropic.com&gt;", "claude-code"],
    ["Co-Authored-By: Ada <a@b.example> & Claude Sonnet 4.6 <noreply@anthropic.com>", "claude-code"],
    ["Co-authored-by: OpenHands-<MODEL_ID> openhands@all-hands.dev", "openhands"],
    ["CO-AUTHORED-BY: CLAUDE <NoReply@Anthropic.com>", "claude-code"],
    ["Unit tests: Assisted-by: Claude Code", "claude-code"],
    ["Assisted by: GPT-5.5", "openai"],
  ])("reads %s", (line, tool) => {
    expect(attributed(`fix: x\n\nProse.\n\n${line}\n`).tools).toEqual([tool]);
  });
});

describe("evidence", () => {
  it("has one entry for a trailer that a squash repeats", () => {
    const repeated = `* y\n\n${CLAUDE}\n\n`.repeat(80);

    const { evidence } = attributed(`fix: x\n\n${repeated}---------\n\n${CLAUDE}`);

    expect(evidence).toEqual([{ kind: "trailer", tool: "claude-code", text: CLAUDE, key: "co-authored-by" }]);
  });

  it("names every model, also the one that GitHub's list dropped", () => {
    const line = (model: string): string => `Co-Authored-By: Claude ${model} <noreply@anthropic.com>`;

    const { evidence } = attributed(
      `fix: x\n\n* y\n\n${line("Fable 5")}\n\n---------\n\n${line("Opus 4.8")}`,
    );

    expect(evidence.map(({ model }) => model)).toEqual(["claude-opus-4.8", "claude-fable-5"]);
  });

  it("tells Copilot's surface by the account", () => {
    const { evidence } = attributed(
      "x\n\nCo-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>",
    );

    expect(evidence).toMatchObject([{ tool: "github-copilot", surface: "cli" }]);
  });

  it("sorts several tools and puts the strongest evidence first", () => {
    const author = identity("Cursor Agent <cursoragent@cursor.com>");

    const { tools, evidence } = attributed(`x\n\n💘 Generated with Crush\n\n${CLAUDE}`, { author });

    expect(tools).toEqual(["claude-code", "crush", "cursor"]);
    expect(evidence.map(({ kind }) => kind)).toEqual(["author", "trailer", "footer"]);
  });

  it("lets a tool's own name win over an address that other tools write too", () => {
    expect(attributed("x\n\nCo-authored-by: OpenCode <noreply@anthropic.com>").tools).toEqual(["opencode"]);
  });
});

describe("automation", () => {
  it.each([
    "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
    "Renovate Bot <bot@renovateapp.com>",
    "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>",
    "vercel-ai-sdk[bot] <225926702+vercel-ai-sdk[bot]@users.noreply.github.com>",
    "gemini-cli-robot <robot@google.com>",
  ])("is what %s commits", (author) => {
    expect(attributed("chore: bump", { author: identity(author) }).attribution).toBe("automation");
  });

  it("is Junie's registry job, not Junie", () => {
    const author = identity("Junie <junie@jetbrains.com>");

    const found = attributed("Update registry-nightly.json for version 2125.1", { author });

    expect(found).toMatchObject({ attribution: "automation", tools: [] });
  });

  it("is not a person's edit through an app", () => {
    const author = identity("mintlify[bot] <109931778+mintlify[bot]@users.noreply.github.com>");

    expect(attributed("Update docs", { author }).attribution).toBe("undeclared");
  });

  it("is a security bump that Vercel made and GitHub co-signed", () => {
    const author = identity("vercel[bot] <35613825+vercel[bot]@users.noreply.github.com>");

    const found = attributed("Fix CVE\n\nCo-authored-by: Vercel <vercel[bot]@users.noreply.github.com>", {
      author,
    });

    expect(found.attribution).toBe("automation");
  });

  it("does not take what Dependabot quotes from release notes for its own", () => {
    const author = identity("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>");

    const found = attributed(`bump\n\n${CLAUDE}\n\nSigned-off-by: dependabot[bot] <support@github.com>`, {
      author,
    });

    expect(found.attribution).toBe("automation");
  });

  it("yields to an agent that worked on the robot's commit", () => {
    const author = identity("github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>");

    expect(attributed(`fix: x\n\n${CLAUDE}`, { author }).attribution).toBe("declared");
  });
});

describe("an organization's own agent", () => {
  const AGENT = {
    id: "rosie",
    name: "Rosie",
    vendor: "Acme",
    emails: [{ address: "rosie@acme.example" }],
    trailers: [{ key: "Rosie-Task" }],
    footers: ["Built by Rosie"],
    source: "config",
  };

  it.each(["Co-authored-by: Rosie <rosie@acme.example>", "Rosie-Task: 12", "🤖 Built by Rosie"])(
    "declares by %s, like any row of the table",
    (line) => {
      const commit = { message: `fix: x\n\n${line}`, author: PERSON, committer: PERSON };

      expect(attributeCommit(commit, { agents: [AGENT], prose: true }).tools).toEqual(["rosie"]);
      expect(attributeCommit(commit).tools).toEqual([]);
    },
  );
});
