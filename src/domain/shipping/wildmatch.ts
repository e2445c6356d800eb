/** Answers whether a pattern covers all of a text. Each step reduces the budget. */
type Wildmatch = (text: string, budget: MatchBudget) => boolean;

/** The number of steps that matching may still take. When none are left, nothing is covered. */
export interface MatchBudget {
  steps: number;
}

/** `?`: one character, but for a slash. */
const ANY = Symbol("?");
/** `*`: any characters but slashes. */
const STAR = Symbol("*");
/** `**` at the end: anything. */
const ALL = Symbol("**");
/** `**` and a slash: any folders, or none. */
const FOLDERS = Symbol("**/");

/** Plain text, a wildcard, or the test of a character class. */
type Token = string | typeof ANY | typeof STAR | typeof ALL | typeof FOLDERS | CharacterClass;
type CharacterClass = (code: number) => boolean;
type Range = readonly [from: number, to: number];

const SLASH = 47;
// ASCII only, as in git: a vertical tab is no space.
const NAMED_CLASSES = new Map<string, readonly Range[]>(
  Object.entries({
    alnum: ranges("09", "AZ", "az"),
    alpha: ranges("AZ", "az"),
    blank: ranges("  ", "\t\t"),
    cntrl: ranges("\x00\x1f", "\x7f\x7f"),
    digit: ranges("09"),
    graph: ranges("!~"),
    lower: ranges("az"),
    print: ranges(" ~"),
    punct: ranges("!/", ":@", "[`", "{~"),
    space: ranges("  ", "\t\n", "\r\r"),
    upper: ranges("AZ"),
    xdigit: ranges("09", "AF", "af"),
  }),
);

/**
 * Compiles a pattern as git's `wildmatch` reads one with folders; `undefined` when it is malformed, and so covers
 * nothing.
 *
 * The text may be hostile. Git and regular expressions backtrack over every star, which takes exponential time. This
 * function keeps all places where the text read so far may end, which takes at most as many steps as pattern times
 * text.
 */
export function compileWildmatch(pattern: string): Wildmatch | undefined {
  const tokens = tokenize(pattern);
  if (tokens === undefined) return undefined;
  return (text, budget) => {
    let places: readonly number[] = [0];
    for (const token of tokens) {
      places = after(token, places, text);
      budget.steps -= places.length + 1;
      if (places.length === 0 || budget.steps < 0) return false;
    }
    return places.at(-1) === text.length;
  };
}

/** The places at which a token can end that begins at one of some places, in order. */
function after(token: Token, places: readonly number[], text: string): readonly number[] {
  const [first = 0] = places;
  if (typeof token === "string")
    return places.filter((place) => text.startsWith(token, place)).map((place) => place + token.length);
  if (token === STAR) return afterStar(places, text);
  if (token === ALL) return Array.from({ length: text.length - first + 1 }, (_, more) => first + more);
  if (token === FOLDERS) return afterFolders(places, text);
  const accepts = token === ANY ? () => true : token;
  return places
    .filter((place) => {
      const code = text.charCodeAt(place);
      return place < text.length && code !== SLASH && accepts(code);
    })
    .map((place) => place + 1);
}

function afterStar(places: readonly number[], text: string): number[] {
  const ends: number[] = [];
  let end = -1;
  for (const place of places) {
    if (place <= end) continue;
    const slash = text.indexOf("/", place);
    end = slash < 0 ? text.length : slash;
    for (let each = place; each <= end; each++) ends.push(each);
  }
  return ends;
}

function afterFolders(places: readonly number[], text: string): number[] {
  const ends = new Set(places);
  const [first = 0] = places;
  for (let slash = text.indexOf("/", first); slash >= 0; slash = text.indexOf("/", slash + 1))
    ends.add(slash + 1);
  return [...ends].sort((a, b) => a - b);
}

function tokenize(pattern: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; ) {
    const read = readToken(pattern, at);
    if (read === undefined) return undefined;
    const last = tokens.at(-1);
    if (typeof read.token === "string" && typeof last === "string")
      tokens[tokens.length - 1] = last + read.token;
    else tokens.push(read.token);
    at = read.end;
  }
  return tokens;
}

interface Read {
  readonly token: Token;
  readonly end: number;
}

function readToken(pattern: string, at: number): Read | undefined {
  const character = pattern.charAt(at);
  if (character === "?") return { token: ANY, end: at + 1 };
  if (character === "*") return readStars(pattern, at);
  if (character === "[") return readClass(pattern, at + 1);
  if (character !== "\\") return { token: character, end: at + 1 };
  return at + 1 < pattern.length ? { token: pattern.charAt(at + 1), end: at + 2 } : undefined;
}

/** Two stars or more mean folders only where they fill a whole part of the path. Otherwise they are one star. */
function readStars(pattern: string, at: number): Read {
  let end = at;
  while (pattern[end] === "*") end++;
  const isAtStart = at === 0 || pattern[at - 1] === "/";
  if (end === at + 1 || !isAtStart) return { token: STAR, end };
  if (pattern[end] === "/") return { token: FOLDERS, end: end + 1 };
  const isAtEnd = end === pattern.length || pattern.startsWith("\\/", end);
  return { token: isAtEnd ? ALL : STAR, end };
}

/** Reads a class after its bracket: named classes, ranges, single characters. The first character may be a `]`. */
function readClass(pattern: string, start: number): Read | undefined {
  const isNegative = /[!^]/.test(pattern.charAt(start));
  const first = isNegative ? start + 1 : start;
  const accepted: Range[] = [];
  let at = first;
  let before: number | undefined;
  do {
    const part = readClassPart(pattern, at, before);
    if (part === undefined) return undefined;
    accepted.push(...part.accepts);
    ({ end: at, before } = part);
  } while (pattern[at] !== "]");
  const token = (code: number) => accepted.some(([from, to]) => from <= code && code <= to) !== isNegative;
  return { token, end: at + 1 };
}

interface ClassPart {
  readonly accepts: readonly Range[];
  readonly end: number;
  /** The character with which a range may begin. */
  readonly before: number | undefined;
}

function readClassPart(pattern: string, at: number, before: number | undefined): ClassPart | undefined {
  const next = pattern[at + 1];
  if (pattern[at] === "-" && before !== undefined && next !== undefined && next !== "]") {
    const to = readCharacter(pattern, at + 1);
    return to && { accepts: [[before, to.code]], end: to.end, before: undefined };
  }
  // Without a closing bracket git reads to the end, and finds that the class is not closed either.
  const closing = pattern.startsWith("[:", at) ? pattern.indexOf("]", at + 2) : -1;
  if (closing > at + 2 && pattern[closing - 1] === ":") {
    const named = NAMED_CLASSES.get(pattern.slice(at + 2, closing - 1));
    return named && { accepts: named, end: closing + 1, before: undefined };
  }
  const found = readCharacter(pattern, at);
  return found && { accepts: [[found.code, found.code]], end: found.end, before: found.code };
}

function readCharacter(pattern: string, at: number): { code: number; end: number } | undefined {
  const place = pattern[at] === "\\" ? at + 1 : at;
  return place < pattern.length ? { code: pattern.charCodeAt(place), end: place + 1 } : undefined;
}

/** Ranges from texts of two characters, the first and the last one. */
function ranges(...ends: readonly string[]): readonly Range[] {
  return ends.map((text) => [text.charCodeAt(0), text.charCodeAt(1)] as const);
}
