import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRecords } from "../../src/git/records.ts";
import { runs } from "../support/limits.ts";

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function recordsOf(bytes: Buffer, size = 5): Promise<string[]> {
  const records: string[] = [];
  for await (const batch of readRecords(chunks(bytes, size), "\n")) records.push(...batch);
  return records;
}

describe("records of a stream", () => {
  it.each([
    ["nothing", "", []],
    ["one that is ended", "a\n", ["a"]],
    ["one that is not ended", "a", ["a"]],
    ["empty ones", "\n\na\n\n", ["", "", "a", ""]],
    ["letters of two to four bytes across chunks", "é\n“ab”\n🤖🤖\n", ["é", "“ab”", "🤖🤖"]],
  ])("are %s", async (_, text, records) => {
    expect(await recordsOf(Buffer.from(text))).toEqual(records);
  });

  it("replace bytes that are no UTF-8", async () => {
    expect(await recordsOf(Buffer.from("Gr\xfc\xdfe\nok\n", "latin1"))).toEqual(["Gr��e", "ok"]);
  });

  it("do not depend on how the stream is cut", async () => {
    const records = fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", "")));
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 40 }), async (written, size) => {
        const bytes = Buffer.from(written.map((record) => `${record}\n`).join(""));

        expect(await recordsOf(bytes, size)).toEqual(written);
      }),
      { numRuns: runs(100) },
    );
  });
});
