import { isAscii } from "node:buffer";

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * Splits a stream of UTF-8 into records, each ended by the separator, in batches as they arrive.
 *
 * It keeps only the open record, so memory grows with the longest record and not with the stream.
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

// Decoded as a whole, one letter beyond Latin-1 would make every record a two-byte string, which doubles the time of
// all later steps.
function decodeRecords(bytes: Buffer, separator: "\0" | "\n"): readonly string[] {
  const records = bytes.toString("latin1").split(separator);
  if (isAscii(bytes)) return records;
  return records.map((record) =>
    BEYOND_ASCII.test(record) ? Buffer.from(record, "latin1").toString() : record,
  );
}
