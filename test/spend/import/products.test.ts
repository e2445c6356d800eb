import { describe, expect, it } from "vitest";
import { toolIds } from "../../../src/spend/import/known-tools.ts";
import { findProduct, PRODUCTS } from "../../../src/spend/import/products.ts";

describe("the products of a bill", () => {
  it.each([
    ["Claude Code", "Anthropic", "claude-code"],
    ["Claude API", "Anthropic", "claude-code"],
    ["GitHub Copilot", "Microsoft", "github-copilot"],
    ["Copilot Business", "GitHub\nGitHub, Inc.", "github-copilot"],
    ["Cursor Teams", "Cursor", "cursor"],
    ["Pro", "Anysphere, Inc.", "cursor"],
    ["Codex", "OpenAI", "codex"],
    ["API", "OpenAI, LLC", "openai"],
    ["Kiro", "AWS", "kiro"],
    ["Amazon Q", "AWS", "amazon-q"],
    ["Amazon CodeWhisperer", "AWS", "amazon-q"],
    ["Amazon Bedrock", "AWS", undefined],
    ["Claude Opus (Amazon Bedrock Edition)", "AWS\nAnthropic", undefined],
    ["Vertex AI", "Google Cloud", undefined],
    ["Azure OpenAI Service", "Microsoft", undefined],
  ])("%s of %j belongs to %s", (service, vendors, tool) => {
    const product = findProduct(service, vendors);

    expect(product).toBeDefined();
    expect(product?.tool).toBe(tool);
  });

  it.each([
    ["Amazon Q Business", "AWS"],
    ["Microsoft 365 Copilot", "Microsoft"],
    ["GitHub Actions", "GitHub"],
    ["Azure Data Factory", "Microsoft"],
    ["Amazon SageMaker", "AWS"],
    ["Precursors", "Acme"],
    ["", ""],
  ])("has no row for %s of %s", (service, vendors) => {
    expect(findProduct(service, vendors)).toBeUndefined();
  });

  it("belong to tools that attribution knows", () => {
    const tools = PRODUCTS.flatMap(({ tool }) => tool ?? []);

    expect(tools.filter((tool) => !toolIds([]).includes(tool))).toEqual([]);
  });
});
