const ANYWHERE = /^\((?:\?:)?\^\|\\?\/\)/;

/**
 * Compiles one of linguist's lists, with one regular expression a line, and names of our own, which match in any case.
 *
 * Most of linguist's expressions begin at a folder or name. They are combined, which is five times as fast as one after
 * another.
 */
export function compileFileList(lines: string, names: readonly RegExp[]): (path: string) => boolean {
  const entries = lines.trim().split("\n");
  const anywhere = entries
    .filter((entry) => ANYWHERE.test(entry))
    .map((entry) => entry.replace(ANYWHERE, ""));
  const others = entries.filter((entry) => !ANYWHERE.test(entry));
  const listed = new RegExp([`(?:^|/)(?:${anywhere.join("|")})`, ...others].join("|"));
  const isNamed = compileNames(names);
  return (path) => listed.test(path) || isNamed(path);
}

/** Compiles names, which match in any case. */
export function compileNames(names: readonly RegExp[]): (path: string) => boolean {
  const named = new RegExp(names.map(({ source }) => source).join("|"), "i");
  return (path) => named.test(path);
}
