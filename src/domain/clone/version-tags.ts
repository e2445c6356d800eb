// At the beginning or behind a name: `1.2.3`, `@scope/name@1.2.3`, `name-v1.2.3`, `module/v1.2.3`, `REL_16_0`,
// `go1.22.1`; two numbers and more, or a date in one, with points as in semver and calver, or as CVS wanted them.
const VERSION = /(?:^|[@/_-])[a-z]{0,10}(?:\d+(?:\.\d+)+|\d+(?:_\d+)+|\d+(?:-\d+){2,}|(?:19|20)\d{6})(?!\d)/i;
/** The suffixes right behind the numbers of a version for everybody: `9.8p1`. */
const FINAL = /^(?:final|release|ga|lts|stable|post|patch|hotfix|sp|p)[.\-_]?\d*$/;
const UNSTABLE = /(?:^|[^a-z])(?:nightly|canary|snapshot|dev|alpha|beta|rc|next|preview)$/;
/** The words of an early version, anywhere behind the numbers. */
const EARLY =
  /^(?:a|alpha|b|beta|c|rc|cr|m|milestone|pr|pre|prerelease|preview|ea|eap|dev|devel|git|nightly|daily|canary|snapshot|next|insiders?|edge|unstable|experimental|exp|draft|wip|test|testing|try|debug|branchpoint)\d*$/;
/** A folder that is named after another product's version: `gateway-api-0.7.1-custom/v0.1.7` is of a copy of that. */
const COPY = /\d+(?:\.\d+)+[-+.][a-z][^/]*\//;
/** A build of one commit, as `git describe` and nightly builds name it. */
const BUILD = /^g?(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7,40}$/;

/**
 * Reads a tag as a version: semver or calver, with or without `v`, also behind the name of a package.
 *
 * In semver, everything behind a hyphen is a prerelease. Tags also use it for the name of a part (`1.0.6-cli`) and for
 * repackaging (`1.9.1-2`). So only known words, a build, and `-0` make a prerelease.
 *
 * `undefined` for other tags, among them moving ones, such as `v1` and `latest`.
 */
export function parseVersionTag(name: string): "release" | "prerelease" | undefined {
  const last = name.slice(name.lastIndexOf("/") + 1);
  const whole = (VERSION.test(last) ? last : name).toLowerCase();
  const found = VERSION.exec(whole);
  if (found === null) return undefined;
  const [before, after] = [whole.slice(0, found.index), whole.slice(found.index + found[0].length)];
  return isFinal(after) && !UNSTABLE.test(before) && !COPY.test(name.toLowerCase())
    ? "release"
    : "prerelease";
}

/** Whether a suffix leaves it a version for everybody; behind a `+` any text may stand. */
function isFinal(after: string): boolean {
  const [named = ""] = after.split("+", 1);
  if (/^[a-z]/.test(named)) return FINAL.test(named);
  const [, first, ...others] = named.split(/[^a-z0-9]+/);
  if (first === "0") return false;
  return [first ?? "", ...others].every((word) => !EARLY.test(word) && !BUILD.test(word));
}
