// At the beginning or behind a name: `1.2.3`, `@scope/name@1.2.3`, `name-v1.2.3`, `module/v1.2.3`, `REL_16_0`, `go1.22.1`;
// two numbers and more, or a date in one, with points as in semver and calver, or as CVS wanted them.
const VERSION = /(?:^|[@/_-])[a-z]{0,10}(?:\d+(?:\.\d+)+|\d+(?:_\d+)+|\d+(?:-\d+){2,}|(?:19|20)\d{6})(?!\d)/i;
// What may stand behind the numbers of a version that is meant for everybody; as in semver, anything else makes a
// prerelease.
const FINAL = /^(?:\+.*|[.\-_+]?(?:final|release|ga|lts|stable|post|patch|hotfix|sp|p)[.\-_]?\d*)?$/i;
const UNSTABLE = /(?:^|[^a-z])(?:nightly|canary|snapshot|dev|alpha|beta|rc|next|preview)$/i;

/**
 * Reads a tag as a version: semver or calver, with `v` or not, also behind the name of a package.
 *
 * `undefined` for other tags, among them those that move, such as `v1` and `latest`.
 */
export function parseVersionTag(name: string): "release" | "prerelease" | undefined {
  const found = VERSION.exec(name);
  if (found === null) return undefined;
  const [before, after] = [name.slice(0, found.index), name.slice(found.index + found[0].length)];
  return FINAL.test(after) && !UNSTABLE.test(before) ? "release" : "prerelease";
}
