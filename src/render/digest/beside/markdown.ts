import type { Digest } from "../../../domain/metric/digest.ts";
import { comparisonSentence } from "./comparison.ts";
import { besideNotes } from "./notes.ts";
import { type BesideRow, besideRows } from "./rows.ts";

/** Groups side by side, with intervals and without a verdict, as Markdown. */
export function besideMarkdown(digest: Digest): string {
  const notes = besideNotes(digest).map((note) => `- ${note}`);
  const compared = comparisonSentence(digest);
  const first = compared === "" ? [] : [compared, ""];
  return ["#### Beside it", "", ...first, ...table(besideRows(digest)), ...notes].join("\n");
}

function table(rows: readonly BesideRow[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map(({ name, declared, undeclared }) => {
    return `| ${name} | ${unbroken(declared)} | ${unbroken(undeclared)} |`;
  });
  return ["| | AI declared | nothing declared |", "|---|--:|--:|", ...cells, ""];
}

/** A figure with its unit, which no line may end between. */
function unbroken(figure: string): string {
  return figure.replaceAll(/(\d) (?=%|min|h\b|days)/g, "$1\u00a0");
}
