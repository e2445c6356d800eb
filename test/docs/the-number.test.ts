import { describe, expect, it } from "vitest";
import { expectedDigests } from "../../dev/demo/expected.ts";
import { sectionOf, tablesOf } from "./markdown.ts";

describe("the example of the page on the number", () => {
  it("has the figures of the demo", () => {
    const [{ header, rows } = { header: [], rows: [] }] = tablesOf(
      sectionOf("docs/the-number.md", "An example"),
    );
    const figures = Object.values(expectedDigests).map(({ changes, normalizedDeployments }) => [
      changes.merged,
      changes.automation,
      changes.ineffective,
      changes.rework,
      changes.undone,
      changes.net,
      normalizedDeployments.total,
      normalizedDeployments.aiAssisted,
    ]);

    expect(header.slice(1)).toEqual(Object.keys(expectedDigests));
    expect(rows.map(([, ...row]) => row.map(Number))).toEqual(
      (figures[0] ?? []).map((_, row) => figures.map((week) => week[row])),
    );
  });
});
