import type { Digest } from "../../../domain/metric/digest.ts";
import { html } from "../../html.ts";
import { broken } from "../../lines.ts";
import { block, table } from "../../site/blocks.ts";
import { INDENT, titled, WIDTH } from "../../terminal-text.ts";
import type { Section } from "../section.ts";
import { type UncountedRow, uncountedRows, uncountedSummary } from "./rows.ts";

/** The parts that are not in the number, with the reasons. */
export const uncounted: Section = {
  markdown: renderUncounted,
  terminal: ({ digest }, style) =>
    titled(uncountedSummary(digest), uncountedRows(digest).flatMap(terminalLines), style),
  page({ digest }) {
    const rows = uncountedRows(digest).map(({ what, why }) => [what, why]);
    return rows.length === 0
      ? html``
      : block(uncountedSummary(digest), table(["what", "why"], rows), "uncounted");
  },
};

function renderUncounted(digest: Digest): string {
  const rows = uncountedRows(digest);
  if (rows.length === 0) return "";
  return [
    `<details><summary>${uncountedSummary(digest)} — and why</summary>`,
    "",
    "| what | why |",
    "|---|---|",
    ...rows.map(({ what, why }) => `| ${what} | ${why} |`),
    "",
    "</details>",
  ].join("\n");
}

const WHAT = 18;

function terminalLines({ what, why }: UncountedRow): string[] {
  return broken(why, WIDTH - INDENT.length - WHAT).map((line, index) => {
    return `${INDENT}${(index === 0 ? what : "").padEnd(WHAT)}${line}`;
  });
}
