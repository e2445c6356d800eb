import type { Digest } from "../../../domain/metric/digest.ts";
import { inLine } from "../../figures.ts";
import { unbroken } from "../../text.ts";
import { comparisonSentence } from "./comparison.ts";
import { guardrailNotes } from "./notes.ts";
import type { GuardrailRow } from "./row.ts";
import { guardrailRows } from "./rows.ts";

/** Groups side by side, with intervals and without a verdict, as Markdown; a line each, since a phone has no room for columns. */
export function guardrailMarkdown(digest: Digest): string {
  const compared = comparisonSentence(digest);
  const rows = guardrailRows(digest).map(rowText);
  const lines = [...rows, ...guardrailNotes(digest)].map((line) => `- ${line}`).join("\n");
  return ["#### Beside the number", compared, rows.length === 0 ? "" : GROUPS, lines]
    .filter(Boolean)
    .join("\n\n");
}

const GROUPS = "AI: changes that declare a tool. Others: changes that declare nothing.";

function rowText({ name, declared, undeclared }: GuardrailRow): string {
  return `**${name}:** AI ${unbroken(inLine(declared))}, others ${unbroken(inLine(undeclared))}`;
}
