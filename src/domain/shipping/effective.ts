const LOCKFILES = new Set([
  "bun.lock",
  "bun.lockb",
  "cargo.lock",
  "composer.lock",
  "deno.lock",
  "flake.lock",
  "gemfile.lock",
  "go.sum",
  "mix.lock",
  "npm-shrinkwrap.json",
  "package-lock.json",
  "packages.lock.json",
  "pdm.lock",
  "pipfile.lock",
  "pnpm-lock.yaml",
  "podfile.lock",
  "poetry.lock",
  "pubspec.lock",
  "uv.lock",
  "yarn.lock",
]);
const DOCUMENTATION = /\.(?:adoc|asciidoc|markdown|md|mdx|rst)$/;
const DOCUMENTATION_NAMES =
  /^(?:authors|changelog|changes|codeowners|contributing|copying|licen[cs]e|notice|readme)(?:\.txt)?$/;
const GENERATED = /(?:\.min\.(?:css|js)|\.(?:css|js)\.map|\.pb\.go|_pb2\.py|\.snap)$/;
const FOLDERS = /^(?:docs?|node_modules|vendor|third_party|dist)$/;

/**
 * Whether a file is worth counting: neither generated, vendored, a lockfile, nor documentation.
 *
 * A first list of what the field's tools treat so; it decides by the path alone, in any case.
 */
export function isEffectiveFile(path: string): boolean {
  const segments = path.toLowerCase().split("/");
  const name = segments.pop() ?? "";
  if (segments.some((folder) => FOLDERS.test(folder))) return false;
  const isOther = LOCKFILES.has(name) || DOCUMENTATION_NAMES.test(name);
  return !isOther && !DOCUMENTATION.test(name) && !GENERATED.test(name);
}
