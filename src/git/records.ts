import { isAscii } from "node:buffer";

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * The records of a stream of UTF-8, each ended by the separator, in batches as they arrive.
 *
 * Only the record that is still open is kept, so memory grows with the longest record and not with the stream.
 */
export async function* readRecords(
  stream: AsyncIterable<Buffer>,
  separator: "\0" | "\n",
): AsyncGenerator<readonly string[]> {
  let open: Buffer[] = [];
  for await (const chunk of stream) {
    const end = chunk.lastIndexOf(separator);
    if (end < 0) {
      open.push(chunk);
      continue;
    }
    yield decodeRecords(Buffer.concat([...open, chunk.subarray(0, end)]), separator);
    open = [chunk.subarray(end + 1)];
  }
  const last = Buffer.concat(open).toString();
  if (last !== "") yield [last];
}

// Decoded as a whole, one letter beyond Latin-1 would make every record of the batch a string of two bytes a character,
// which costs twice the time in all that follows.
function decodeRecords(bytes: Buffer, separator: "\0" | "\n"): readonly string[] {
  const records = bytes.toString("latin1").split(separator);
  if (isAscii(bytes)) return records;
  return records.map((record) =>
    BEYOND_ASCII.test(record) ? Buffer.from(record, "latin1").toString() : record,
  );
}
