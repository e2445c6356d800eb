import type { Digest } from "../../../domain/metric/digest.ts";
import { comparisonSentence } from "./comparison.ts";
import { guardrailNotes } from "./notes.ts";
import { type GuardrailRow, guardrailRows } from "./rows.ts";

/** Groups side by side, with intervals and without a verdict, as Markdown. */
export function guardrailMarkdown(digest: Digest): string {
  const notes = guardrailNotes(digest).map((note) => `- ${note}`);
  const compared = comparisonSentence(digest);
  const first = compared === "" ? [] : [compared, ""];
  return ["#### Beside it", "", ...first, ...table(guardrailRows(digest)), ...notes].join("\n");
}

function table(rows: readonly GuardrailRow[]): string[] {
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
