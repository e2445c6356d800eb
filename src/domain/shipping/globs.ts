/** Answers whether a glob covers a path, or a name. */
export type Glob = (path: string) => boolean;

/** No longer glob is read: nobody writes one by hand. */
export const LONGEST_GLOB = 200;

const MOST_STEPS = 4_000;
const STAR = Symbol("any number");

/** One character: itself, or what a class of characters accepts. */
type Character = string | RegExp;
/** One segment of a path: its name, or a pattern of characters. */
type Segment = string | readonly (Character | typeof STAR)[];

const TOKEN =
  /(?<star>\*+)|(?<any>\?)|\[(?<class>[!^]?\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*)\]|\\(?<escaped>.)|(?<plain>[^[\\])/gsy;
const CLASS_PART = /\[:(?<name>[a-z]+):\]|(?<from>\\.|.)(?:-(?<to>\\.|.))?/gs;
const NAMED_CLASSES = new Map([
  ["alnum", "a-zA-Z0-9"],
  ["alpha", "a-zA-Z"],
  ["blank", " \\t"],
  ["digit", "0-9"],
  ["lower", "a-z"],
  ["punct", "!-/:-@[-`{-~"],
  ["space", "\\s"],
  ["upper", "A-Z"],
  ["xdigit", "0-9a-fA-F"],
]);

/**
 * Compiles a glob as git reads it in `.gitattributes`: `*`, `?`, `[a-z]`, `\`, and `**` for any folders.
 *
 * `folder/` is all that is in it. What is not well-formed covers nothing. The text may be hostile and regular
 * expressions go back over every star (picomatch: 3 s for seven of them in a name of 60 characters), so this
 * goes back to the last one only, and gives a glob up after 4,000 steps.
 */
export function compileGlob(glob: string): Glob {
  const text = glob.replace(/^\.?\//, "").replace(/\/$/, "/**");
  const pattern = glob.length > LONGEST_GLOB ? undefined : parsePath(text);
  if (pattern === undefined) return () => false;
  // Plain text at the ends tells most paths apart, and fast.
  const [start = ""] = /^[^*?[\\]*/.exec(text) ?? [];
  const [end = ""] = /[^*?[\]\\/]*$/.exec(text) ?? [];
  return (path) => {
    if (!path.startsWith(start) || !path.endsWith(end)) return false;
    let steps = MOST_STEPS;
    return matchesAll(path.split("/"), { pattern, accepts: acceptsSegment });

    function acceptsSegment(segment: Segment, name: string): boolean {
      steps -= 1;
      if (typeof segment === "string" || steps < 0) return segment === name;
      return matchesAll(name, { pattern: segment, accepts: acceptsCharacter });
    }

    function acceptsCharacter(expected: Character, character: string): boolean {
      steps -= 1;
      if (steps < 0) return false;
      return typeof expected === "string" ? expected === character : expected.test(character);
    }
  };
}

/** What is wrong with a glob that a person wrote, so that it would not cover what they mean. */
export function findGlobProblem(glob: string): string | undefined {
  if (glob.length > LONGEST_GLOB) return `longer than ${LONGEST_GLOB} characters`;
  if (glob.startsWith("!")) return "a glob cannot exclude with !";
  if (/(?<!\\)[{}]/.test(glob)) return "a glob has no braces: list one for each alternative";
  return parsePath(glob) === undefined ? "a glob closes each [ and ends in no \\" : undefined;
}

interface Expectation<Item, Expected> {
  readonly pattern: readonly (Expected | typeof STAR)[];
  readonly accepts: (expected: Expected, item: Item) => boolean;
}

/** Whether the pattern accepts all items in order, where a star takes any number of them. */
function matchesAll<Item, Expected>(
  items: ArrayLike<Item>,
  { pattern, accepts }: Expectation<Item, Expected>,
): boolean {
  let [position, next, afterStar, taken] = [0, 0, 0, 0];
  while (next < items.length) {
    const expected = pattern[position];
    if (expected === STAR) {
      position += 1;
      [afterStar, taken] = [position, next];
    } else if (expected !== undefined && accepts(expected, items[next] as Item)) {
      position += 1;
      next += 1;
    } else if (afterStar > 0) {
      // The last star takes one more.
      taken += 1;
      [position, next] = [afterStar, taken];
    } else return false;
  }
  return pattern.slice(position).every((expected) => expected === STAR);
}

function parsePath(text: string): (Segment | typeof STAR)[] | undefined {
  const pattern = text.split("/").map((segment) => (/^\*{2,}$/.test(segment) ? STAR : parseSegment(segment)));
  // What ends in a star is in the folder, and not the folder itself.
  if (pattern.at(-1) === STAR) pattern.push([STAR]);
  return pattern.every((each) => each !== undefined) ? pattern : undefined;
}

function parseSegment(segment: string): Segment | undefined {
  if (!/[*?[\\]/.test(segment)) return segment;
  const tokens = [...segment.matchAll(TOKEN)];
  const length = tokens.reduce((sum, [text]) => sum + text.length, 0);
  if (length < segment.length) return undefined;
  const pattern = tokens.map(({ groups = {} }) => {
    if (groups.star !== undefined) return STAR;
    if (groups.any !== undefined) return /./s;
    return groups.plain ?? groups.escaped ?? parseClass(groups.class ?? "");
  });
  return pattern.every((each) => each !== undefined) ? pattern : undefined;
}

function parseClass(text: string): RegExp | undefined {
  const isNegative = /^[!^]/.test(text);
  const parts = [...text.slice(isNegative ? 1 : 0).matchAll(CLASS_PART)].map(({ groups = {} }) => {
    const { name, from = "", to = from } = groups;
    if (name !== undefined) return NAMED_CLASSES.get(name);
    const [first = "", last = ""] = [from.at(-1), to.at(-1)];
    return first <= last ? `${escapeUnit(first)}-${escapeUnit(last)}` : escapeUnit(first);
  });
  if (parts.includes(undefined)) return undefined;
  return new RegExp(`[${isNegative ? "^" : ""}${parts.join("")}]`);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
