const MOST_CHARACTERS = 60;
const ELLIPSIS = "…";

/** Formats a value of the file for a problem. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "a mapping" : String(value);
}

/** Formats the keys that lead to a value. */
export function describePath(path: readonly string[]): string {
  if (path.length === 0) return "file";
  return path.map((key) => (/^[\w-]{1,60}$/.test(key) ? key : describeValue(key))).join(".");
}

/** Names the first character of a text that is not ASCII, since it may look like one that is; empty without any. */
export function strangeCharacter(text: unknown): string {
  const all = typeof text === "string" ? [...cut(text)] : [];
  const at = all.findIndex((each) => each > "\u007f" && each !== ELLIPSIS);
  const code = all[at]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return code === undefined ? "" : ` (character ${at + 1} is U+${code})`;
}

/** Removes characters that disturb the surrounding text: control characters, line ends, and direction marks. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}${ELLIPSIS}` : text;
}
