import { appendFileSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { newPath } from "../../../dev/simulation/processes/cli.ts";
import { textIn, unchanged } from "../../../src/spend/import/input.ts";

async function textOf(...chunks: readonly Buffer[]): Promise<string> {
  const bytes = async function* () {
    yield* chunks;
  };
  let text = "";
  for await (const chunk of textIn(bytes())) text += chunk;
  return text;
}

describe("a file to import", () => {
  it.each([
    [gzipSync("day"), "it is compressed with gzip: decompress it first"],
    [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1]), "it is compressed with zstd"],
    [Buffer.from("PK\u0003\u0004rest"), "it is a ZIP archive or a workbook"],
    [Buffer.from("PAR1"), "it is Parquet: export it as CSV"],
    [Buffer.from("\uFEFFday", "utf16le"), "it is UTF-16: save it as UTF-8"],
    [Buffer.from("day", "utf16le"), "it has NUL bytes"],
  ])("is no text: %s", async (bytes, problem) => {
    await expect(textOf(bytes)).rejects.toThrow(problem);
  });

  it("is passed on as it is otherwise", async () => {
    expect(await textOf(Buffer.from("day,"), Buffer.from("tool\n"))).toBe("day,tool\n");
    await expect(textOf(Buffer.from("day"), Buffer.from([0]))).rejects.toThrow(
      "is it no text, or not whole?",
    );
  });

  it("is refused when it grows while it is read", async () => {
    const path = newPath("bill.csv");
    writeFileSync(path, "day\n");
    const file = await open(path);
    const read = async () => {
      for await (const _ of unchanged(file)) appendFileSync(path, "more\n");
    };

    await expect(read()).rejects.toThrow("it changed while it was read: import it once it is whole");
    await file.close();
  });
});
