import type { FileHandle } from "node:fs/promises";
import { ImportError } from "./import-error.ts";

const CHUNK_BYTES = 256 * 1024;

/** The first bytes of files that are no text. */
const KINDS: readonly (readonly [bytes: readonly number[], problem: string])[] = [
  [
    [0x1f, 0x8b],
    "it is compressed with gzip: decompress it first, with gzip -dc FILE | plimsoll spend import -",
  ],
  [[0x28, 0xb5, 0x2f, 0xfd], "it is compressed with zstd: decompress it first, with zstd -dc FILE"],
  [[0x42, 0x5a, 0x68], "it is compressed with bzip2: decompress it first, with bzip2 -dc FILE"],
  [[0x50, 0x4b, 0x03, 0x04], "it is a ZIP archive or a workbook: unpack it, or save it as CSV"],
  [[0x50, 0x41, 0x52, 0x31], "it is Parquet: export it as CSV"],
  [[0xff, 0xfe], "it is UTF-16: save it as UTF-8, with iconv -f UTF-16 -t UTF-8"],
  [[0xfe, 0xff], "it is UTF-16: save it as UTF-8, with iconv -f UTF-16 -t UTF-8"],
];

/** Passes a text on. Throws an `ImportError` for bytes that are none. */
export async function* textIn(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of bytes) {
    const kind = isFirst ? KINDS.find(([first]) => first.every((byte, at) => chunk[at] === byte)) : undefined;
    if (kind !== undefined) throw new ImportError(kind[1]);
    if (chunk.includes(0)) throw new ImportError("it has NUL bytes: is it no text, or not whole?");
    isFirst = false;
    yield chunk;
  }
}

/** Reads a file. Throws an `ImportError` at its end when it changed meanwhile: it may not be whole. */
export async function* unchanged(file: FileHandle): AsyncGenerator<Buffer> {
  const before = await file.stat();
  yield* file.createReadStream({ autoClose: false, highWaterMark: CHUNK_BYTES });
  const after = await file.stat();
  if (before.isFile() && (after.size !== before.size || after.mtimeMs !== before.mtimeMs))
    throw new ImportError("it changed while it was read: import it once it is whole");
}
