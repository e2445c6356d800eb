import { readFileSync } from "node:fs";

/** A table of a document: its header and rows, each cell as plain text. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The lines of a document below one of its headings, down to the next heading of that level or above. */
export function sectionOf(document: string, heading: string): readonly string[] {
  const lines = readFileSync(document, "utf8").split("\n");
  const start = lines.findIndex((line) => line.replace(/^#+ /, "") === heading && line.startsWith("#"));
  if (start < 0) throw new Error(`${document} has no heading "${heading}"`);
  const level = lines[start]?.indexOf(" ") ?? 1;
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => /^#+ /.test(line) && line.indexOf(" ") <= level);
  return end < 0 ? below : below.slice(0, end);
}

/** The tables among some lines. */
export function tablesOf(lines: readonly string[]): Table[] {
  const tables: string[][][] = [];
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith("|")) continue;
    if (!lines[index - 1]?.startsWith("|")) tables.push([]);
    tables.at(-1)?.push(cellsOf(line));
  }
  return tables.map(([header = [], _, ...rows]) => ({ header, rows }));
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.replaceAll(/[*`]/g, "").trim());
}
