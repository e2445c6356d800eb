import { describe, expect, it } from "vitest";
import { parseExplained } from "../../src/commands/explained.ts";

describe("the subject of receipts", () => {
  it.each([
    "acme/shop#12",
    "https://github.com/acme/shop/pull/12",
    "https://github.com/acme/shop/pull/12/",
    "https://github.com/acme/shop/pull/12/files",
    "https://github.com/acme/shop/pull/12/commits/0123abc?diff=split",
    "https://github.com/acme/shop/pull/12#issuecomment-5",
    "https://github.com/acme/shop/pull/12/files#diff-1234",
    "https://github.example.com:8443/acme/shop/pull/12#34",
    "http://git.internal/acme/shop/pull/12",
  ])("is a pull request in %s", (what) => {
    expect(parseExplained(what)).toEqual({ scope: "acme/shop", of: { number: 12 } });
  });

  it("is a push by its last commit, or a week", () => {
    expect(parseExplained("acme/shop@0123abc")).toEqual({ scope: "acme/shop", of: { sha: "0123abc" } });
    expect(parseExplained("acme", "2026-W47")).toEqual({ scope: "acme", of: { week: "2026-W47" } });
  });

  it.each([
    "https://github.com/acme/shop",
    "https://github.com/acme/shop/issues/12",
    "https://github.com/acme/shop/pull/new",
    "https://github.com/acme/shop/pull/12x",
    "https://github.com/",
  ])("is not in %s, and the error says what would be", (what) => {
    expect(() => parseExplained(what)).toThrow(
      `${what} is not the URL of a pull request: write it as https://github.com/OWNER/REPO/pull/12`,
    );
  });

  it("is one change or one week, not both", () => {
    const url = "https://github.com/acme/shop/pull/12";

    expect(() => parseExplained(url, "2026-W47")).toThrow(`${url} is one change: leave it or --week out`);
  });
});
