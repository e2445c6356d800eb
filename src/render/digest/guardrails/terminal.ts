import type { Digest } from "../../../domain/metric/digest.ts";
import { inLine } from "../../figures.ts";
import { broken } from "../../lines.ts";
import { INDENT, WIDTH, wrapped } from "../../terminal-text.ts";
import { comparisonSentence } from "./comparison.ts";
import { guardrailNotes } from "./notes.ts";
import { guardrailRows } from "./rows.ts";

const GROUP = 22;
const GAP = 2;

/** The same as lines of a terminal. */
export function guardrailLines(digest: Digest): string[] {
  const all = guardrailRows(digest).map(({ name, declared, undeclared }) => {
    return { name, declared: inLine(declared), undeclared: inLine(undeclared) };
  });
  const longest = Math.max(
    ...all.flatMap(({ declared, undeclared }) => [declared.length, undeclared.length]),
  );
  const group = Math.max(GROUP, longest + GAP);
  const named = WIDTH - INDENT.length - 2 * group;
  const cells = (...groups: string[]) => groups.map((cell) => cell.padStart(group)).join("");
  const rows = all.flatMap(({ name, declared, undeclared }) => {
    const [first = "", ...others] = broken(name, named - 1);
    return [
      `${INDENT}${first.padEnd(named)}${cells(declared, undeclared)}`,
      ...others.map((line) => `${INDENT}${line}`),
    ];
  });
  const head = `${INDENT}${"".padEnd(named)}${cells("AI declared", "nothing declared")}`;
  const compared = comparisonSentence(digest);
  return [
    ...(compared === "" ? [] : [...wrapped(compared), ""]),
    ...(rows.length === 0 ? [] : [head, ...rows, ""]),
    ...wrapped(guardrailNotes(digest).join(" ")),
  ];
}
