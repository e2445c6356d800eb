/** The most bytes of one UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;
/** One for all short texts: to make a buffer costs five times as much as the copy. */
const shared = Buffer.alloc(4_096);

/** Copies a text. V8 keeps the whole string behind a part of it, here the log of a whole repository. */
export function copyText(text: string): string {
  if (text.length * MOST_BYTES > shared.length) return Buffer.from(text).toString();
  return shared.toString("utf8", 0, shared.write(text));
}
