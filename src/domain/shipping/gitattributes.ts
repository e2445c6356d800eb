import { compileGlob } from "./globs.ts";

/** What a repository can say of a file: true or false, or nothing, and then the lists decide. */
export interface DeclaredFile {
  readonly generated?: boolean | undefined;
  readonly vendored?: boolean | undefined;
  readonly documentation?: boolean | undefined;
}

const MOST_LINES = 500;
const ATTRIBUTE = /^(?<sign>[-!]?)linguist-(?<name>generated|vendored|documentation)(?:=(?<value>.*))?$/;
const QUOTED = /^"(?<quoted>(?:[^"\\]|\\(?:[abfnrtv"\\]|[0-7]{3}))*)"(?<rest>.*)$/;
const PLAIN = /^(?<plain>\S+)(?<rest>.*)$/;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
};

/**
 * Reads linguist's attributes from a `.gitattributes` in a repository's root: the last line that says
 * something about a file decides.
 *
 * As in git, a pattern that covers a folder does not cover what is in it. Macros are not followed. The text
 * may be hostile: of the lines that name linguist only the first 500 are read.
 */
export function parseGitattributes(text: string): (path: string) => DeclaredFile {
  const rules = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .filter((line) => line.includes("linguist-"))
    .slice(0, MOST_LINES)
    .flatMap(parseLine);
  return (path) =>
    Object.assign({}, ...rules.filter(({ covers }) => covers(path)).map((rule) => rule.declared));
}

function parseLine(line: string): { covers: (path: string) => boolean; declared: DeclaredFile }[] {
  const { quoted, plain = "", rest = "" } = splitLine(line.trim());
  const pattern = quoted === undefined ? plain : unquote(quoted);
  const declared = parseAttributes(rest.trim().split(/\s+/));
  const isOther = /^(?:#|!|\[attr\]|\.\/)|\/$/.test(pattern);
  if (isOther || Object.keys(declared).length === 0) return [];
  return [{ covers: compileGlob(pattern.includes("/") ? pattern : `**/${pattern}`), declared }];
}

function splitLine(line: string): Partial<Record<string, string>> {
  return (QUOTED.exec(line) ?? PLAIN.exec(line))?.groups ?? {};
}

/** As linguist reads them: every value but `false` is true, and `!` takes back what an earlier line says. */
function parseAttributes(words: readonly string[]): DeclaredFile {
  const entries = words.flatMap((word) => {
    const { sign, name, value } = ATTRIBUTE.exec(word)?.groups ?? {};
    if (name === undefined) return [];
    return [[name, sign === "!" ? undefined : sign !== "-" && value !== "false"] as const];
  });
  return Object.fromEntries(entries);
}

/** Undoes git's C-style quotes, whose octal numbers are bytes of UTF-8. */
function unquote(quoted: string): string {
  const encoder = new TextEncoder();
  const parts = quoted.match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? [];
  const bytes = parts.flatMap((part) => {
    if (!part.startsWith("\\")) return [...encoder.encode(part)];
    const octal = /^\\[0-7]{3}$/.test(part);
    return octal
      ? [Number.parseInt(part.slice(1), 8) & 0xff]
      : [...encoder.encode(ESCAPES[part.charAt(1)] ?? part.charAt(1))];
  });
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
