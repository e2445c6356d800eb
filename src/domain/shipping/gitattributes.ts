import {
  type AttributeLine,
  type AttributeState,
  type AttributeValue,
  type CoversFile,
  compileAttributePattern,
  parseAttributeLines,
  toBytes,
} from "./attribute-lines.ts";

/** A repository's settings for a file: true, false, or absent, and then the lists decide. */
export interface DeclaredFile {
  readonly generated?: boolean;
  readonly vendored?: boolean;
  readonly documentation?: boolean;
}

/** The lines of a folder's `.gitattributes` about linguist's attributes. */
export interface AttributeFile {
  /** Its path from the root, without a slash at its end; empty for the root itself. */
  readonly folder: string;
  readonly lines: readonly string[];
}

/** The text of a `.gitattributes`. */
export interface AttributeText {
  readonly folder: string;
  readonly text: string;
}

const KINDS = ["generated", "vendored", "documentation"] as const;
const NAMES: ReadonlyMap<string, (typeof KINDS)[number]> = new Map(
  KINDS.map((kind) => [`linguist-${kind}`, kind]),
);
/** No honest file takes as many steps. Matching ends there, so that a hostile file takes no more. */
const MOST_STEPS = 500_000;
const NOTHING: DeclaredFile = {};

type Macros = ReadonlyMap<string, readonly AttributeState[]>;

/**
 * Keeps the lines that affect linguist's attributes, directly or through macros, in the order of the files.
 *
 * Other attributes are left out, so that two texts with the same meaning for linguist are equal.
 */
export function linguistLines(texts: readonly AttributeText[]): AttributeFile[] {
  const files = texts.map(({ folder, text }) => ({ folder, lines: parseAttributeLines(text) }));
  const macros = macrosOf(files.find(({ folder }) => folder === "")?.lines ?? []);
  const names = relevantNames(macros);
  return files.flatMap(({ folder, lines }) => {
    const kept = lines.filter(({ macro, states }) => {
      // Only the root may define macros, and the last definition counts.
      if (macro !== undefined && (folder !== "" || macros.get(macro) !== states || !names.has(macro)))
        return false;
      return states.some(({ name }) => names.has(name));
    });
    return kept.length === 0 ? [] : [{ folder, lines: kept.map((line) => writtenFor(line, names)) }];
  });
}

/**
 * Compiles the `.gitattributes` of a repository: as in git, the nearest file decides, and in it the last line.
 *
 * The files may be hostile, so matching a path takes at most 500,000 steps.
 */
export function compileGitattributes(files: readonly AttributeFile[]): (path: string) => DeclaredFile {
  if (files.length === 0) return () => NOTHING;
  const parsed = files.map(({ folder, lines }) => ({ folder, lines: parseAttributeLines(lines.join("\n")) }));
  const macros = macrosOf(parsed.find(({ folder }) => folder === "")?.lines ?? []);
  const folders = new Map(parsed.map(({ folder, lines }) => [folder, compileLines(lines)]));
  return (path) => {
    const values = new Map<string, AttributeValue>();
    const budget = { steps: MOST_STEPS };
    for (const folder of foldersOf(path)) {
      const lines = folders.get(folder);
      if (lines === undefined) continue;
      const inFolder = toBytes(folder === "" ? path : path.slice(folder.length + 1));
      for (const { covers, states } of lines)
        if (covers(inFolder, budget)) decide(states, { values, macros });
    }
    return declaredBy(values);
  };
}

interface CompiledLine {
  readonly covers: CoversFile;
  readonly states: readonly AttributeState[];
}

/** The last line comes first, since it decides. */
function compileLines(lines: readonly AttributeLine[]): CompiledLine[] {
  return lines
    .filter(({ macro }) => macro === undefined)
    .map(({ pattern, states }) => ({ covers: compileAttributePattern(pattern), states }))
    .reverse();
}

/** A decided attribute stays. A set macro sets everything in its definition. */
function decide(
  states: readonly AttributeState[],
  { values, macros }: { readonly values: Map<string, AttributeValue>; readonly macros: Macros },
): void {
  for (const { name, value } of states.toReversed()) {
    if (values.has(name)) continue;
    values.set(name, value);
    if (value === true) decide(macros.get(name) ?? [], { values, macros });
  }
}

/** The values as linguist reads them: every value but `false` is true. */
function declaredBy(values: ReadonlyMap<string, AttributeValue>): DeclaredFile {
  const entries = [...NAMES].flatMap(([name, kind]) => {
    const value = values.get(name);
    return value === undefined ? [] : [[kind, value !== false && value !== "false"] as const];
  });
  return entries.length === 0 ? NOTHING : Object.fromEntries(entries);
}

function macrosOf(lines: readonly AttributeLine[]): Macros {
  return new Map(
    lines.flatMap(({ macro, states }) => (macro === undefined ? [] : [[macro, states] as const])),
  );
}

/** Linguist's attributes, and the macros that set them. */
function relevantNames(macros: Macros): ReadonlySet<string> {
  const names = new Set<string>(NAMES.keys());
  for (let size = 0; size < names.size; ) {
    size = names.size;
    for (const [macro, states] of macros) if (states.some(({ name }) => names.has(name))) names.add(macro);
  }
  return names;
}

function writtenFor({ written, states }: AttributeLine, names: ReadonlySet<string>): string {
  return [written, ...states.filter(({ name }) => names.has(name)).map(({ word }) => word)].join(" ");
}

/** The folders that contain a path, the nearest first. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1))
    folders.push(path.slice(0, slash));
  return [...folders, ""];
}
