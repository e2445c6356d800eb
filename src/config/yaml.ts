import { CST, isScalar, Lexer, LineCounter, parseDocument, visit } from "yaml";

/** How long a config file may be. */
export const MOST_CHARACTERS = 65_536;
/** Of how many names, values, signs, comments and line ends: a hundred services with all that is said of them are 3,000. */
const MOST_PARTS = 5_000;
/** How deep lists and mappings in brackets may stand in one another: a config has five levels. */
const MOST_LEVELS = 20;

const LEVELS: Readonly<Record<string, number>> = {
  "flow-seq-start": 1,
  "flow-map-start": 1,
  "flow-seq-end": -1,
  "flow-map-end": -1,
};

/** What a config needs few of or none, and what makes a short text long work: how many there may be. */
const MOST_OF: Readonly<
  Record<string, { readonly most: number; readonly name: string; readonly remedy: string }>
> = {
  alias: { most: 20, name: "aliases (*name)", remedy: "write out what they stand for" },
  anchor: { most: 20, name: "anchors (&name)", remedy: "write out what they stand for" },
  tag: { most: 0, name: "tags (!name)", remedy: "no key needs one" },
  "directive-line": { most: 2, name: "directives (%NAME)", remedy: "no config needs one" },
};

/** The text is no YAML, or more of it than a config needs; the message says why in a line, but may hold any character. */
export class YamlError extends Error {
  override readonly name = "YamlError";
}

/**
 * Reads YAML that anybody may have written. Throws a `YamlError`.
 *
 * The library takes seconds for 64 kB of some kinds, since it compares each key of a mapping with all others, and words each
 * error. So what is too much is refused before it is parsed, keys are compared here, and one error is worded.
 */
export function readYaml(text: string): unknown {
  if (text.length > MOST_CHARACTERS) throw new YamlError(`file: longer than ${MOST_CHARACTERS} characters`);
  assertFewParts(text);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    logLevel: "error",
    prettyErrors: false,
    uniqueKeys: false,
    lineCounter: lines,
  });
  const [wrong] = document.errors;
  if (wrong !== undefined) throw new YamlError(`not YAML: ${wrong.message}${placeOf(lines, wrong.pos[0])}`);
  assertKeysOnce(document, lines);
  return document.toJS();
}

/** Looks at the text part by part, and ends at the first that is one too many. */
export function assertFewParts(text: string): void {
  let [parts, level] = [0, 0];
  const found = new Map<string, number>();
  for (const lexeme of new Lexer().lex(text)) {
    parts += 1;
    if (parts > MOST_PARTS)
      throw new YamlError(
        `file: more than ${MOST_PARTS} words, signs and line ends: leave out what no key needs`,
      );
    const type = CST.tokenType(lexeme) ?? "";
    level += LEVELS[type] ?? 0;
    if (level < 0) throw new YamlError(`not YAML: ${JSON.stringify(lexeme)} closes nothing`);
    if (level > MOST_LEVELS)
      throw new YamlError(`file: more than ${MOST_LEVELS} levels of [ and {: no key needs so many`);
    const bound = MOST_OF[type];
    if (bound === undefined) continue;
    const count = (found.get(type) ?? 0) + 1;
    found.set(type, count);
    if (count > bound.most)
      throw new YamlError(
        `file: ${bound.most === 0 ? "has" : `more than ${bound.most}`} ${bound.name}: ${bound.remedy}`,
      );
  }
}

function assertKeysOnce(document: ReturnType<typeof parseDocument>, lines: LineCounter): void {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          throw new YamlError(`not YAML: Map keys must be unique${placeOf(lines, key.range?.[0] ?? 0)}`);
        seen.add(key.value);
      }
    },
  });
}

function placeOf(lines: LineCounter, at: number): string {
  const { line, col } = lines.linePos(at);
  return ` at line ${line}, column ${col}`;
}
