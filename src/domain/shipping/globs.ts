import { compileWildmatch } from "./wildmatch.ts";

/** Answers whether a glob covers a path or a name. */
export type Glob = (path: string) => boolean;

/** Longer globs of a config are not read: nobody writes one by hand. */
const LONGEST_GLOB = 200;

/** No path of a real file takes as many steps. */
const MOST_STEPS = 50_000;

/**
 * Compiles a glob: `*`, `?`, `[a-z]`, `\`, and `**` for any folders, as git reads them.
 *
 * `folder/` covers everything in the folder. A malformed glob covers nothing, and neither does one that takes more than
 * 50,000 steps, or has more than `longest` characters.
 */
export function compileGlob(
  glob: string,
  { longest = LONGEST_GLOB }: { readonly longest?: number } = {},
): Glob {
  const text = toPattern(glob);
  const matches = glob.length > longest ? undefined : compileWildmatch(text);
  if (matches === undefined) return () => false;
  // A comparison of the plain text at both ends rules out most paths quickly.
  const [start = ""] = /^[^*?[\\]*/.exec(text) ?? [];
  const [end = ""] = /[^*?[\]\\/]*$/.exec(text) ?? [];
  return (path) => path.startsWith(start) && path.endsWith(end) && matches(path, { steps: MOST_STEPS });
}

const TYPOGRAPHIC_QUOTE = /^[“”„‘«»]/u;
/** The root itself is no file, and neither is what lies above it. */
const OUTSIDE = /^(?:\.?\/|\.|\.\.(?:\/.*)?)$/;

/** The problem with a glob that a person wrote, because of which it would not cover the intended files. */
export function findGlobProblem(glob: string): string | undefined {
  if (glob.length > LONGEST_GLOB) return `longer than ${LONGEST_GLOB} characters`;
  if (glob.includes("\ufffd")) return "a character is not UTF-8: save the file as UTF-8";
  if (TYPOGRAPHIC_QUOTE.test(glob)) return "a glob has straight quotes around it, or none";
  if (OUTSIDE.test(glob)) return 'a glob begins at the root, such as "src/**"';
  if (/\\[a-z\d]/i.test(glob)) return "a glob has / between folders";
  if (glob.startsWith("!")) return "a glob cannot exclude with !";
  if (/(?<!\\)[{}]/.test(glob)) return "a glob has no braces: list one for each alternative";
  return compileWildmatch(toPattern(glob)) === undefined
    ? "a glob closes each [ and ends in no \\"
    : undefined;
}

function toPattern(glob: string): string {
  return glob.replace(/^\.?\//, "").replace(/\/$/, "/**");
}
