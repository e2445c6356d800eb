import {
  CST,
  type ErrorCode,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError as Wrong,
} from "yaml";
import type { Place } from "./config-error.ts";
import { type LocatedYaml, placeAt, placeIn } from "./place.ts";
import { describeValue } from "./values.ts";

const BYTE_ORDER_MARK = /^\ufeff/;
/** The most characters of a config file. */
export const MOST_CHARACTERS = 65_536;
/** The most names, values, signs, comments and line ends: a hundred services with all their settings have 3,000. */
const MOST_PARTS = 5_000;
/** The deepest nesting of bracketed lists and mappings: a config has five levels. */
const MOST_LEVELS = 20;

const LEVELS: Readonly<Record<string, number>> = {
  "flow-seq-start": 1,
  "flow-map-start": 1,
  "flow-seq-end": -1,
  "flow-map-end": -1,
};

/** Signs that the lexer adds. */
const UNWRITTEN: ReadonlySet<string> = new Set(["doc-mode", "flow-error-end", "scalar"]);

/** The most parts of each kind. A config needs few of these kinds or none, and they make a short text long work. */
const MOST_OF: Readonly<
  Record<string, { readonly most: number; readonly name: string; readonly remedy: string }>
> = {
  alias: { most: 20, name: "aliases (*name)", remedy: "write out what they stand for" },
  anchor: { most: 20, name: "anchors (&name)", remedy: "write out what they stand for" },
  tag: { most: 0, name: "tags (!name)", remedy: "no key needs one" },
  "directive-line": { most: 2, name: "directives (%NAME)", remedy: "no config needs one" },
};

/** The remedies for the usual mistakes; the parser names only the problem. */
const REMEDIES: Readonly<Partial<Record<ErrorCode, string>>> = {
  TAB_AS_INDENT: "indent with spaces",
  BAD_INDENT: "indent it, and close each quote and bracket",
  BAD_SCALAR_START: "put quotes around the value",
  BLOCK_AS_IMPLICIT_KEY: "put quotes around a value with a colon, or begin a new line",
  MISSING_CHAR: "close each quote and bracket",
  MULTIPLE_DOCS: "leave out the line ---",
};
/** Problems of which the parser speaks to programmers. */
const PROBLEMS: Readonly<Partial<Record<ErrorCode, string>>> = { MULTIPLE_DOCS: "a second document begins" };
const OPEN_QUOTE = /^Missing closing (["'])quote$/;
const USUAL_REMEDY = "look at the indentation, quotes and brackets there";

/** The text is no YAML, or has more of it than a config needs; the message is one line, but may hold any character. */
export class YamlError extends Error {
  override readonly name = "YamlError";
  readonly place: Place | undefined;

  constructor(message: string, place?: Place) {
    super(message);
    this.place = place;
  }
}

/**
 * Parses YAML from an untrusted author. Throws a `YamlError`.
 *
 * The library takes seconds for 64 kB of some kinds, since it compares each key of a mapping with all others, and
 * describes each error. So this function refuses too many parts before it parses, compares the keys itself, and
 * describes one error.
 */
export function readYaml(read: string): LocatedYaml & { readonly value: unknown } {
  const text = read.replace(BYTE_ORDER_MARK, "");
  if (text.length > MOST_CHARACTERS) throw new YamlError(`file: longer than ${MOST_CHARACTERS} characters`);
  const nul = text.indexOf("\0");
  // UTF-16 has one beside each letter.
  if (nul >= 0) throw new YamlError("file: not UTF-8: save it in that encoding", placeIn(text, nul));
  assertFewParts(text);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    logLevel: "error",
    prettyErrors: false,
    uniqueKeys: false,
    lineCounter: lines,
  });
  const [wrong] = document.errors;
  if (wrong !== undefined) throw new YamlError(describeWrong(wrong), placeAt(lines, wrong.pos[0]));
  assertKeys({ document, lines });
  return { document, lines, value: document.toJS() };
}

/** Counts the parts of the text, and throws at the first that is one too many. */
export function assertFewParts(text: string): void {
  let [parts, level, offset] = [0, 0, 0];
  const found = new Map<string, number>();
  const refuse = (problem: string): never => {
    throw new YamlError(problem, placeIn(text, offset));
  };
  for (const lexeme of new Lexer().lex(text)) {
    parts += 1;
    if (parts > MOST_PARTS)
      throw new YamlError(
        `file: more than ${MOST_PARTS} words, signs and line ends: leave out what no key needs, and write long lists as [a, b]`,
      );
    const type = CST.tokenType(lexeme) ?? "";
    level += LEVELS[type] ?? 0;
    if (level < 0) refuse(`not YAML: ${JSON.stringify(lexeme)} closes nothing`);
    if (level > MOST_LEVELS) refuse(`file: more than ${MOST_LEVELS} levels of [ and {: no key needs so many`);
    const bound = MOST_OF[type];
    const count = (found.get(type) ?? 0) + 1;
    found.set(type, count);
    if (bound !== undefined && count > bound.most)
      refuse(`file: ${bound.most === 0 ? "has" : `more than ${bound.most}`} ${bound.name}: ${bound.remedy}`);
    if (!UNWRITTEN.has(type)) offset += lexeme.length;
  }
}

function describeWrong({ code, message }: Wrong): string {
  const [said = ""] = message.split("\n");
  const problem = PROBLEMS[code] ?? said.replace(OPEN_QUOTE, "a $1 has no closing one");
  return `not YAML: ${problem.replace(/[.:]+$/, "")}: ${REMEDIES[code] ?? USUAL_REMEDY}`;
}

/** Throws where a mapping has a key twice, or one that JavaScript would lose. */
function assertKeys({ document, lines }: LocatedYaml): void {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          throw new YamlError(
            `not YAML: the key ${describeValue(key.value)} is there twice: leave one out`,
            placeAt(lines, key.range?.[0] ?? 0),
          );
        if (key.value === "__proto__")
          throw new YamlError(
            'file: the key "__proto__" cannot be used: write another name',
            placeAt(lines, key.range?.[0] ?? 0),
          );
        seen.add(key.value);
      }
    },
  });
}
