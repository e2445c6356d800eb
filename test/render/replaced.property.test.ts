import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { githubHtml } from "../../dev/gallery/github-markdown.ts";
import { digestMarker } from "../../src/render/digest/issue.ts";
import { PAUSED_LINE, replacedLine, withFirstLine } from "../../src/render/digest/replaced.ts";
import { escapesOf } from "../support/escapes.ts";
import { anyText } from "../support/hostile-text.ts";
import { runs } from "../support/limits.ts";

const MARKER = digestMarker({ repositoryId: 7, week: "2026-W45" });
const URL = "https://github.com/acme/reports/issues?q=label%3Aplimsoll";

describe("the line of a replaced digest", () => {
  it("leaves no place for the text of others", () => {
    fc.assert(
      fc.property(anyText, anyText, (owner, name) => {
        const line = replacedLine({ per: "organization", owner, place: { name, url: URL } });
        expect(line).not.toContain("\n");
        expect(escapesOf(githubHtml(line), { links: [URL] })).toEqual([]);
      }),
      { numRuns: runs(1_000) },
    );
  });
});

describe("the body of a replaced digest", () => {
  it("has the line once, however often it is put there", () => {
    const line = replacedLine({ per: "organization", owner: "acme", place: undefined });
    for (const earlier of [replacedLine({ per: "repository" }), PAUSED_LINE]) {
      const first = withFirstLine(`a\n\nb\n\n${MARKER}\n`, earlier);
      expect(withFirstLine(first, line)).toBe(`${line}\n\na\n\nb\n\n${MARKER}\n`);
    }
  });

  it("is never too long for GitHub, and keeps the marker by which the issue is found", () => {
    const line = replacedLine({ per: "repository" });
    for (const length of [100, 65_000, 65_400, 65_536]) {
      const body = withFirstLine(`${"x".repeat(length - MARKER.length - 3)}\n\n${MARKER}\n`, line);
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(body.split("\n")[0]).toBe(line);
      expect(body).toContain(MARKER);
    }
  });
});
