import { compileWildmatch } from "./wildmatch.ts";

/** Answers whether a glob covers a path, or a name. */
export type Glob = (path: string) => boolean;

/** No longer glob is read: nobody writes one by hand. */
const LONGEST_GLOB = 200;

/** No path that anybody gave to a file takes as many. */
const MOST_STEPS = 50_000;

/**
 * Compiles a glob of a config: `*`, `?`, `[a-z]`, `\`, and `**` for any folders, as git reads them.
 *
 * `folder/` is all that is in it. What is not well-formed covers nothing, nor what takes more than 50,000 steps.
 */
export function compileGlob(glob: string): Glob {
  const text = toPattern(glob);
  const matches = glob.length > LONGEST_GLOB ? undefined : compileWildmatch(text);
  if (matches === undefined) return () => false;
  // Plain text at the ends tells most paths apart, and fast.
  const [start = ""] = /^[^*?[\\]*/.exec(text) ?? [];
  const [end = ""] = /[^*?[\]\\/]*$/.exec(text) ?? [];
  return (path) => path.startsWith(start) && path.endsWith(end) && matches(path, { steps: MOST_STEPS });
}

/** What is wrong with a glob that a person wrote, so that it would not cover what they mean. */
export function findGlobProblem(glob: string): string | undefined {
  if (glob.length > LONGEST_GLOB) return `longer than ${LONGEST_GLOB} characters`;
  if (glob.startsWith("!")) return "a glob cannot exclude with !";
  if (/(?<!\\)[{}]/.test(glob)) return "a glob has no braces: list one for each alternative";
  return compileWildmatch(toPattern(glob)) === undefined
    ? "a glob closes each [ and ends in no \\"
    : undefined;
}

function toPattern(glob: string): string {
  return glob.replace(/^\.?\//, "").replace(/\/$/, "/**");
}
