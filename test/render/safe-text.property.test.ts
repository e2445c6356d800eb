import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, githubHtml } from "../../dev/gallery/github-markdown.ts";
import { code, plain } from "../../src/render/text.ts";
import { escapesOf, unevenRows } from "../support/escapes.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

/** The places that a text is shown in; each beside a text of ours. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  "a cell of a table": (text) => `| ours | theirs |\n|---|---|\n| ours | ${code(text)} |\n| after | |`,
  "an item of a list": (text) => `- ours ${code(text)}: ours\n- after`,
  "a paragraph": (text) => `Ours ${code(text)}, ours.\n\nAfter`,
  "the beginning of a paragraph": (text) => `${code(text)} ours.`,
  "a quotation": (text) => `> Ours ${code(text)}`,
};

describe.each(Object.entries(PLACES))("a text in %s", (_, place) => {
  it("stays there, whatever it is", () => {
    const elements = elementsOf(place("harmless"));
    const property = fc.property(anyText, (text) => {
      const markdown = place(text);
      const body = bodyOf(githubHtml(markdown));
      expect(markdown.isWellFormed()).toBe(true);
      expect(escapesOf(body.innerHTML)).toEqual([]);
      expect(unevenRows(markdown)).toEqual([]);
      expect(elementsOf(markdown)).toEqual(elements);
      expect(markdown).not.toContain("<!--");
    });

    fc.assert(property, { numRuns: runs(200) });
  });
});

describe("a text", () => {
  it("is shown once and whole, as far as it goes", () => {
    const property = fc.property(anyText, (text) => {
      const [start = ""] = textOf(code(text)).split("…");
      expect(lettersOf(text)).toContain(lettersOf(start));
    });

    fc.assert(property, { numRuns: runs(200) });
  });

  it("makes a title of one line, no longer than it may be", () => {
    const property = fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, longest) => {
      const title = plain(text, longest);
      expect(title.length).toBeLessThanOrEqual(longest);
      expect(title.isWellFormed()).toBe(true);
      expect(title).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(plain(title, longest)).toBe(title);
    });

    fc.assert(property, { numRuns: runs(200) });
  });
});

function elementsOf(markdown: string): string[] {
  return [...bodyOf(githubHtml(markdown)).querySelectorAll("*")].map(({ localName }) => localName);
}

/** The text of what is the only element of its kind. */
function textOf(markdown: string): string {
  return bodyOf(githubHtml(markdown)).querySelector("code")?.textContent ?? "";
}

/** The letters and digits that are seen, which nothing may add, double or reorder. Some letters are blank, such as U+1160. */
function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, "");
}
