import { describe, expect, it } from "vitest";
import { DIGESTS } from "../../dev/gallery/digests.ts";
import { PAGE } from "../../dev/gallery/site.ts";
import type { Digest } from "../../src/domain/metric/digest.ts";
import { renderPage } from "../../src/render/site/page.ts";
import { dotPath, linePath } from "../../src/render/site/plots/paths.ts";
import type { SiteScope } from "../../src/render/site/site.ts";

function exhibit(name: string): Digest {
  const digest = DIGESTS[name]?.digest;
  if (digest === undefined) throw new Error(`there is no exhibit ${name}`);
  return digest;
}

function htmlOf(digest: Digest, rest: Partial<SiteScope> = {}): string {
  return renderPage({ ...PAGE, name: digest.scope, digest, weeks: [digest], ...rest });
}

/** The text of a page without its markup. */
function textOf(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&#39;", "'");
}

describe("a page", () => {
  it("shows the warnings about its week", () => {
    const text = textOf(htmlOf(exhibit("with warnings")));

    expect(text).toContain("History was rewritten: the default branch was pushed by force.");
    expect(text).toContain("Not all could be read: ");
    expect(text).toContain("The rules changed in this week: ");
  });

  it("shows which weeks are restated", () => {
    expect(textOf(htmlOf(exhibit("undone and restated")))).toMatch(
      /Restated since published: 2026-W45, 30 → \d+; 2026-W46, 30 → \d+\./,
    );
  });

  it("shows what an organization's digest lacks", () => {
    const gaps = {
      unread: 2,
      refused: [{ refused: "issues", reason: "archived", repositories: ["acme/secret"] }],
    } as const;
    const text = textOf(htmlOf(exhibit("of an organization"), { gaps }));

    expect(text).toContain("2 repositories left out so far: their past is still being read.");
    expect(text).toMatch(/in 1 repository: .*: acme\/secret\. What to do: /);
  });

  it("explains each zero that its text announces", () => {
    const digest = exhibit("of an organization in which nothing counts");
    const text = textOf(htmlOf(digest));

    expect(text).toContain("each for the reason below");
    expect(text).toContain("Nothing counts in 3 repositories in which work was merged");
    expect(text).toMatch(/acme\/secretNone of the .* went to production: .*If one of these is production/);
  });

  it("withholds the split of a week in which attribution is known for too few changes", () => {
    const page = htmlOf(exhibit("attribution unknown"));
    const [, table = ""] = /<details id="numbers">(.*)<\/details>/s.exec(page) ?? [];

    expect(textOf(page)).toMatch(/Adoption– withheld: attribution is known for \d+ % of the changes/);
    for (const told of ["AI-assisted part", "AI tools over time", 'id="adoption"', "AI tools declared"])
      expect(page).not.toContain(told);
    expect(page).not.toMatch(/class="(bars|line|area) (ai|tool-\d|adoption)"/);
    expect(table).not.toContain("AI-assisted");
    expect(table).not.toContain("adoption");
    expect(table).toContain("attribution is known for too few changes");
  });

  it("names one week once, and begins each sentence with a capital letter", () => {
    const text = textOf(htmlOf(exhibit("merges only")));

    expect(text).toMatch(/The changes that were merged in 2026-W\d\d\. Proxy: merged, not deployed\./);
  });

  it("draws a dot for a value without neighbours, and for the newest", () => {
    expect(dotPath([5, null, 1, 2, 3, null], 5)).toBe("M0-200h0M4-120h0");
    expect(linePath([5, null, 1, 2, 3, null], 5)).toBe("M2-40L3-80L4-120");
    expect(htmlOf(exhibit("within its usual range"))).toContain('<path class="line dot ai" d="M0');
  });
});
