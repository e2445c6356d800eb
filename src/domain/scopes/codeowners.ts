import { compileGlob, type Glob } from "../shipping/globs.ts";

/** Files that a line of `CODEOWNERS` gives to teams. People and addresses are left out. */
export interface OwnedFiles {
  /** As git's ignore patterns, with GitHub's exceptions. */
  readonly pattern: string;
  /** The handles of teams in lower case, such as `@acme/payments`. */
  readonly teams: readonly string[];
}

/** The lines of a repository's `CODEOWNERS`, and the time from which they are valid. */
export interface DatedOwners {
  readonly since: Date;
  readonly lines: readonly OwnedFiles[];
}

/** The places of the file in a repository. GitHub uses the first one that exists. */
export const CODEOWNERS_PATHS: readonly string[] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** GitHub ignores a larger file, in bytes. */
export const LARGEST_CODEOWNERS = 3_000_000;

/** As long as a path on Linux, with room for what is put around it. */
const LONGEST_PATTERN = 4_200;

/** A line that begins so is a comment, or a pattern that GitHub does not read. */
const NO_PATTERN = /^(?:\\?#|!)/;
const TEAM = /^@[\w-]+\/[\w.-]+$/;
const OWNER = /^(?:@[\w-]+(?:\/[\w.-]+)?|[^@\s]+@[^@\s]+)$/;

/**
 * Reads the lines of `CODEOWNERS` that decide which files teams own. GitHub skips a line that is not valid.
 *
 * Only teams are kept, and no line from before the first one that names any: no such line decides.
 */
export function readCodeowners(text: string): readonly OwnedFiles[] {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const { pattern, owners } = partsOf(line.trim());
    if (pattern === "" || globsOf(pattern).length === 0 || !owners.every((each) => OWNER.test(each)))
      return [];
    const named = owners.map((each) => each.toLowerCase()).filter((each) => TEAM.test(each));
    return [{ pattern, teams: [...new Set(named)].sort() }];
  });
  return fromFirstOwned(lines);
}

/** The lines that decide which files some teams own, without other teams. */
export function linesAbout(lines: readonly OwnedFiles[], teams: ReadonlySet<string>): readonly OwnedFiles[] {
  return fromFirstOwned(
    lines.map(({ pattern, teams: all }) => ({ pattern, teams: all.filter((team) => teams.has(team)) })),
  );
}

function fromFirstOwned(lines: readonly OwnedFiles[]): readonly OwnedFiles[] {
  const first = lines.findIndex(({ teams }) => teams.length > 0);
  return first < 0 ? [] : lines.slice(first);
}

/** The pattern and the owners of a line, without its comment. A space in a pattern has a backslash before it. */
function partsOf(line: string): { readonly pattern: string; readonly owners: readonly string[] } {
  if (NO_PATTERN.test(line)) return { pattern: "", owners: [] };
  const [pattern = ""] = /^(?:\\.|[^\s\\])*/.exec(line) ?? [];
  const rest = line.slice(pattern.length);
  // What is neither a space nor a part of the pattern makes the line invalid.
  if (rest !== "" && !/^\s/.test(rest)) return { pattern: "", owners: [] };
  const words = rest.split(/\s+/).filter((word) => word !== "");
  const comment = words.findIndex((word) => word.startsWith("#"));
  return { pattern, owners: comment < 0 ? words : words.slice(0, comment) };
}

/** Answers which teams own a file: those of the last line whose pattern covers it. */
export function compileCodeowners(lines: readonly OwnedFiles[]): (path: string) => readonly string[] {
  const latest = lines.toReversed().map(({ pattern, teams }) => {
    const globs = globsOf(pattern).map((glob) => compileGlob(glob, { longest: LONGEST_PATTERN }));
    return { covers: (path: string) => globs.some((glob: Glob) => glob(path)), teams };
  });
  return (path) => latest.find(({ covers }) => covers(path))?.teams ?? [];
}

/**
 * A pattern as globs from the root. Unlike git's ignore patterns, a last `*` after a folder covers only the files in it.
 * GitHub reads no `[ ]`.
 */
function globsOf(pattern: string): readonly string[] {
  if (/[[\]]/.test(pattern)) return [];
  const plain = pattern.replaceAll("\\ ", " ").replace(/^\//, "");
  const isFolder = plain.endsWith("/");
  const body = isFolder ? plain.slice(0, -1) : plain;
  if (body === "") return [];
  const isAnchored = pattern.startsWith("/") || body.includes("/");
  if (!isAnchored && /^\*+$/.test(body)) return ["**"];
  const glob = isAnchored ? body : `**/${body}`;
  if (isFolder) return [`${glob}/**`];
  return body.split("/").at(-1)?.match(/^\*+$/) ? [glob] : [glob, `${glob}/**`];
}
