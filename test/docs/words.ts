import { globSync, readFileSync } from "node:fs";

/** The number of words of a document, by what they are. */
export interface Words {
  readonly all: number;
  /** Without what a generator writes, and without code. */
  readonly written: number;
  /** Of these, what stands in no table. */
  readonly prose: number;
}

/** The documents but the change log, which grows with each release. */
export const DOCUMENTS = globSync(["*.md", "docs/**/*.md"], { exclude: ["CHANGELOG.md"] }).sort();

const GENERATED = /<!-- generated [\s\S]*?(?:<!-- end -->|$)/g;
const CODE = /^```[\s\S]*?^```$/gm;
const TABLE_ROW = /^ *\|.*$/gm;

/** Counts the words of a document. */
export function wordsOf(document: string): Words {
  const text = readFileSync(document, "utf8");
  const written = text.replace(GENERATED, "").replace(CODE, "");
  return { all: count(text), written: count(written), prose: count(written.replace(TABLE_ROW, "")) };
}

function count(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
