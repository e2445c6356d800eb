import { compileWildmatch, type MatchBudget } from "./wildmatch.ts";

/** The value of an attribute: true, false, a text, or nothing where `!` takes it back. */
export type AttributeValue = boolean | string | undefined;

/** An attribute, its value in a line, and the word that sets it. */
export interface AttributeState {
  readonly name: string;
  readonly value: AttributeValue;
  readonly word: string;
}

/** A line of a `.gitattributes`: it sets attributes of the files that a pattern covers, or of a macro. */
export interface AttributeLine {
  /** The name of the macro that it defines. */
  readonly macro: string | undefined;
  /** The pattern, or the macro's definition, as it is written. */
  readonly written: string;
  /** The pattern without its quotes, in bytes. */
  readonly pattern: string;
  readonly states: readonly AttributeState[];
}

/** Git ignores longer lines, in bytes (`ATTR_MAX_LINE_LENGTH` in its attr.h). */
const LONGEST_LINE = 2_048;
const MACRO = "[attr]";
const NAME = /^[A-Za-z0-9_.][-A-Za-z0-9_.]*$/;
const BLANK = /[ \t\r]+/;
const QUOTED = /^"(?:[^"\\]|\\(?:[abfnrtv"\\]|[0-3][0-7]{2}))*"/;
const PLAIN = /^[^ \t\r]+/;
const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * Reads the lines of a `.gitattributes` as git does. Lines that git ignores are left out, such as `!` before a pattern.
 */
export function parseAttributeLines(text: string): AttributeLine[] {
  const [readable = ""] = text.replace(/^\uFEFF/, "").split("\0", 1);
  return readable.split("\n").flatMap((line) => parseLine(line) ?? []);
}

function parseLine(line: string): AttributeLine | undefined {
  const said = line.replace(/^[ \t\r]+/, "");
  if (said === "" || said.startsWith("#") || toBytes(line).length >= LONGEST_LINE) return undefined;
  const [quoted] = QUOTED.exec(said) ?? [];
  const [written = ""] = quoted === undefined ? (PLAIN.exec(said) ?? []) : [quoted];
  const [pattern = ""] = (quoted === undefined ? toBytes(written) : unquote(quoted)).split("\0", 1);
  const words = said.slice(written.length).split(BLANK).filter(Boolean);
  const states = words.map(parseState);
  // Git ignores a line with one wrong name.
  if (!states.every((state) => state !== undefined)) return undefined;
  if (pattern.length <= MACRO.length || !pattern.startsWith(MACRO))
    return pattern.startsWith("!") ? undefined : { macro: undefined, written, pattern, states };
  const [macro = ""] = pattern.slice(MACRO.length).split(BLANK).filter(Boolean);
  return NAME.test(macro) ? { macro, written, pattern, states } : undefined;
}

function parseState(word: string): AttributeState | undefined {
  const equals = word.indexOf("=");
  const said = equals < 0 ? word : word.slice(0, equals);
  const sign = /^[-!]/.exec(said)?.[0];
  const name = sign === undefined ? said : said.slice(1);
  if (!NAME.test(name)) return undefined;
  if (sign !== undefined) return { name, word, value: sign === "-" ? false : undefined };
  return { name, word, value: equals < 0 ? true : word.slice(equals + 1) };
}

/** Answers whether a pattern covers a file, by its path from the folder of its `.gitattributes`, in bytes. */
export type CoversFile = (path: string, budget: MatchBudget) => boolean;

/**
 * Compiles a pattern of `.gitattributes` as git reads it.
 *
 * A pattern that ends in a slash means a folder, but only files have attributes. A pattern without a slash is compared
 * with the last part of the path.
 */
export function compileAttributePattern(pattern: string): CoversFile {
  if (pattern.endsWith("/")) return () => false;
  const isName = !pattern.includes("/");
  const whole = pattern.replace(/^\//, "");
  const [start = ""] = /^[^*?[\\]*/.exec(whole) ?? [];
  const [end = ""] = /[^*?[\]\\/]*$/.exec(whole) ?? [];
  // Git compares the plain beginning by itself, so that two stars behind it begin the pattern: `a**` is not `a*`.
  const rest = compileWildmatch(whole.slice(start.length));
  if (rest === undefined) return () => false;
  return (path, budget) => {
    const subject = isName ? path.slice(path.lastIndexOf("/") + 1) : path;
    budget.steps -= 1;
    if (!subject.startsWith(start) || !subject.endsWith(end)) return false;
    return rest(subject.slice(start.length), budget);
  };
}

/** A text with one character for each of its bytes in UTF-8: to git, a letter with an accent is two characters. */
export function toBytes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

/** Undoes git's C-style quotes, whose octal numbers are bytes. */
function unquote(quoted: string): string {
  const parts = quoted.slice(1, -1).match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? [];
  return parts.map(unescapePart).join("");
}

function unescapePart(part: string): string {
  if (!part.startsWith("\\")) return toBytes(part);
  if (/^\\[0-7]{3}$/.test(part)) return String.fromCharCode(Number.parseInt(part.slice(1), 8));
  return ESCAPES[part.charAt(1)] ?? part.charAt(1);
}
