import { describe, expect, it } from "vitest";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";
import { code, plain } from "../../src/render/text.ts";

const ENGLAND = "🏴󠁧󠁢󠁥󠁮󠁧󠁿";

describe("a text shown as code", () => {
  it.each([
    ["plain words", "prod-eu", "`prod-eu`"],
    ["backticks", "a`b``c", "`a'b''c`"],
    ["a fence", "```mermaid", "`'''mermaid`"],
    ["the bar of a table", "a|b", "`a¦b`"],
    ["line breaks", "a\r\n\n# b\u2028c\u2029d", "`a # b c d`"],
    ["control characters", "a\u0000b\u001b[31mc\u0085d", "`a b [31mc d`"],
    ["bidirectional overrides and isolates", "a\u202ab\u202ec\u2066d\u2069e\u200ff", "`a b c d e f`"],
    ["what has no width", "a\u200bb\ufeffc\u00add\u2060e\u3164f", "`a b c d e f`"],
    ["lone surrogates", "a\ud83db\udc00", "`a b`"],
    ["spaces and hard spaces", "\u00a0 a\u00a0\u00a0b\t", "`a b`"],
    ["nothing", "", "` `"],
    ["spaces only", " \u00a0\u2003\n", "` `"],
    ["a forged marker", "<!-- plimsoll:digest repository=7 -->", "`<! -- plimsoll:digest repository=7 -->`"],
    ["a backslash at its end", "a\\", "`a\\`"],
    ["marks that tower", `z${"\u0301".repeat(500)}`, `\`z${"\u0301".repeat(4)}\``],
    ["emoji of several parts", `👩‍💻👍🏽🇩🇪${ENGLAND}1️⃣`, `\`👩‍💻👍🏽🇩🇪${ENGLAND}1️⃣\``],
    ["letters of many scripts", "Zürich हिन्दी עִבְרִית 東京", "`Zürich हिन्दी עִבְרִית 東京`"],
  ])("is harmless with %s", (_, text, markdown) => {
    expect(code(text)).toBe(markdown);
  });

  it("is cut at a hundred characters", () => {
    expect(code("x".repeat(100))).toBe(`\`${"x".repeat(100)}\``);
    expect(code("x".repeat(10_000))).toBe(`\`${"x".repeat(99)}…\``);
  });

  it.each([
    ["a family", "👩‍👩‍👧‍👦", 9],
    ["a flag", "🇩🇪", 24],
    ["a letter with its mark", "e\u0301", 49],
  ])("is never cut within %s", (_, grapheme, whole) => {
    expect(code(grapheme.repeat(200))).toBe(`\`${grapheme.repeat(whole)}…\``);
    expect(code(`x${grapheme.repeat(200)}`)).toMatch(new RegExp(`^\`x(?:${grapheme})+…\`$`));
  });

  it.each(["</details>", "%%{init: {}}%%", "$`x`$ and $$y$$", "#ffffff", ":tada:", "<b>", "[a](b)", "&amp;"])(
    "shows %s as it is written",
    (text) => {
      const shown = `<code>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;

      expect(githubHtml(code(text)).replaceAll("'", "`")).toContain(shown);
    },
  );
});

describe("a text in a title", () => {
  it.each([
    ["line breaks and tabs", "a\r\n\tb", "a b"],
    ["control and bidirectional characters", "a\u0007b\u202ec", "a b c"],
    ["signs that mean something elsewhere", "`@acme` | <b>", "`@acme` | <b>"],
    ["nothing", "", ""],
  ])("is harmless with %s", (_, text, shown) => {
    expect(plain(text, 60)).toBe(shown);
  });

  it("is at most as long as it may be, and ends where a character does", () => {
    expect(plain("x".repeat(60), 60)).toBe("x".repeat(60));
    expect(plain("x".repeat(61), 60)).toBe(`${"x".repeat(59)}…`);
    expect(plain("a word or two", 8)).toBe("a word…");
    expect(plain("🇩🇪🇫🇷🇮🇹", 11)).toBe("🇩🇪🇫🇷…");
  });
});
