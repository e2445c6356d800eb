import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type ParsedNode,
} from "yaml";
import type { Place } from "./config-error.ts";

/** A parsed YAML text whose parts have positions. */
export interface LocatedYaml {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

/**
 * Finds the position of a value by the keys that lead to it, or of a key by `isKey`.
 *
 * The position of a missing value is that of the mapping's own key. `undefined` in an empty file.
 */
export function placeOf(
  { document, lines }: LocatedYaml,
  path: readonly string[],
  isKey = false,
): Place | undefined {
  let [node, offset] = [document.contents as ParsedNode | null, document.contents?.range[0]];
  for (const [index, name] of path.entries()) {
    const found = partOf(document, node, name);
    if (found === undefined) break;
    node = found.value;
    const isWanted = index === path.length - 1 && !isKey;
    offset = (isWanted ? node?.range[0] : undefined) ?? found.offset;
  }
  return offset === undefined ? undefined : placeAt(lines, offset);
}

/** The position of a character. */
export function placeAt(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** The position of a character in a text that is not parsed. */
export function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The entry of a mapping or a list with a name, and the position of its key. */
function partOf(document: Document.Parsed, node: ParsedNode | null, name: string) {
  const whole = isAlias(node) ? (node.resolve(document) as ParsedNode | undefined) : node;
  if (isSeq<ParsedNode>(whole)) {
    const value = whole.items[Number(name)];
    return value && { value, offset: value.range[0] };
  }
  if (!isMap<ParsedNode, ParsedNode | null>(whole)) return undefined;
  // JavaScript names a key without a value by an empty text.
  const pair = whole.items.find(({ key }) => isScalar(key) && String(key.value ?? "") === name);
  return isPair(pair) ? { value: pair.value, offset: pair.key.range[0] } : undefined;
}
