import { describe, expect, it } from "vitest";
import { DOCUMENTS, type Words, wordsOf } from "./words.ts";

const sum = (kind: keyof Words) => DOCUMENTS.reduce((total, document) => total + wordsOf(document)[kind], 0);

describe("the documents", () => {
  it("have fewer than 12,000 words of prose", () => {
    expect(DOCUMENTS.length).toBeGreaterThan(20);
    expect(sum("prose")).toBeLessThan(12_000);
  });

  it.each([
    ["docs/for-everyone.md", 400],
    ["docs/the-number.md", 350],
  ])("have %s on one page, of %i words at most", (document, most) => {
    expect(wordsOf(document).all).toBeLessThanOrEqual(most);
  });

  it("count as prose what is no table, no code, and not generated", () => {
    const { all, written, prose } = wordsOf("docs/gaming.md");

    expect(prose).toBeLessThan(150);
    expect(written).toBe(prose);
    expect(all).toBeGreaterThan(2_000);
  });
});
