/** A position in a config file; both numbers begin at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** One problem of a config file: the key, the problem and the remedy, on one line of printable characters. */
export interface ConfigProblem {
  readonly text: string;
  /** `undefined` where the problem is of the whole file. */
  readonly place?: Place | undefined;
}

const NOWHERE: Place = { line: 0, column: 0 };

/** Sorts problems by their position in the file; those of the whole file come first. */
export function inOrder<Placed extends Pick<ConfigProblem, "place">>(problems: readonly Placed[]): Placed[] {
  return problems.toSorted(
    ({ place: a = NOWHERE }, { place: b = NOWHERE }) => a.line - b.line || a.column - b.column,
  );
}

const WHOLE_FILE = "file: ";

/** The file of a problem, and the error behind it. */
interface ConfigErrorOptions extends ErrorOptions {
  readonly file: string;
}

/** The config is invalid; the message names each wrong key, one a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  /** The problems as compilers print them: `plimsoll.yml:3:9: digest.hour: 24 is too large: expected at most 23`. */
  readonly lines: readonly string[];

  constructor(problems: readonly ConfigProblem[], { file, ...options }: ConfigErrorOptions) {
    super(problems.map(({ text }) => text).join("\n"), options);
    this.lines = problems.map((problem) => locatedText(problem, file));
  }
}

function locatedText({ text, place }: ConfigProblem, file: string): string {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return `${where}: ${text.startsWith(WHOLE_FILE) ? text.slice(WHOLE_FILE.length) : text}`;
}
