import { decimalText } from "../../../src/domain/spend/money.ts";
import { type ImportedFile, readSpendFile } from "../../../src/spend/import/import-file.ts";
import type { ImportOptions } from "../../../src/spend/import/import-options.ts";

const NOW = new Date("2026-11-30T12:00:00Z");

/** Reads a text as an import does, in chunks that split lines and letters. */
export function read(text: string | Buffer, options: Partial<ImportOptions>): Promise<ImportedFile> {
  const all: ImportOptions = {
    source: "bill",
    format: "csv",
    tool: undefined,
    ownTools: [],
    scopes: [],
    now: NOW,
    ...options,
  };
  return readSpendFile(chunksOf(Buffer.from(text)), all, NOW);
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

/** The facts of a file, one a line. */
export function factsOf({ reading }: ImportedFile): string[] {
  return [...reading.days.values()]
    .flat()
    .map(({ day, tool, charge, scope, currency, amount }) =>
      [day, tool, charge, scope, currency, decimalText(amount)].filter(Boolean).join(" "),
    )
    .sort();
}
