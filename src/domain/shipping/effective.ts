import { compileFileList, compileNames } from "./file-list.ts";
import {
  DOCUMENTATION_NAMES,
  GENERATED_NAMES,
  LOCKFILE_NAMES,
  VENDORED_NAMES,
  VERSION_NAMES,
} from "./file-names.ts";
import { type AttributeFile, compileGitattributes, type DeclaredFile } from "./gitattributes.ts";
import { compileGlob } from "./globs.ts";
import { BINARIES, DOCUMENTATION, GENERATED, LOCKFILES, VENDORED } from "./linguist.ts";

/** The class of a file, by its path and the settings of its repository. */
type FileClass =
  | "code"
  | "generated"
  | "vendored"
  | "lockfile"
  | "documentation"
  | "version"
  | "binary"
  | "excluded";

/** The file settings of a repository, compiled. */
export interface FileRules {
  readonly isExcluded: (path: string) => boolean;
  readonly declare: (path: string) => DeclaredFile;
}

const NOTHING: DeclaredFile = {};
const isVendored = compileFileList(VENDORED, VENDORED_NAMES);
const isGenerated = compileFileList(GENERATED, GENERATED_NAMES);
const isLockfile = compileFileList(LOCKFILES, LOCKFILE_NAMES);
const isDocumentation = compileFileList(DOCUMENTATION, DOCUMENTATION_NAMES);
const isVersion = compileNames(VERSION_NAMES);
const isBinary = compileNames([new RegExp(BINARIES.trim())]);

/** The rules of a repository without file settings. */
const DEFAULT_FILE_RULES: FileRules = { isExcluded: () => false, declare: () => NOTHING };

/** Compiles a repository's rules: the globs that its config excludes, and its `.gitattributes`. */
export function compileFileRules({
  exclude = [],
  gitattributes = [],
}: {
  exclude?: readonly string[];
  gitattributes?: readonly AttributeFile[];
}): FileRules {
  const globs = exclude.map((glob) => compileGlob(glob));
  return {
    isExcluded: (path) => globs.some((covers) => covers(path)),
    declare: compileGitattributes(gitattributes),
  };
}

/**
 * The class of a file, by its path alone.
 *
 * The repository's `.gitattributes` overrides the lists, except for lockfiles, versions and binaries. As on GitHub,
 * each attribute is independent: a file that is both vendored and generated stays generated when the vendored attribute
 * is unset.
 */
export function classifyFile(path: string, rules: FileRules = DEFAULT_FILE_RULES): FileClass {
  if (rules.isExcluded(path)) return "excluded";
  if (isLockfile(path)) return "lockfile";
  const declared = rules.declare(path);
  if (declared.vendored ?? isVendored(path)) return "vendored";
  if (declared.generated ?? isGenerated(path)) return "generated";
  if (declared.documentation ?? isDocumentation(path)) return "documentation";
  if (isVersion(path)) return "version";
  return isBinary(path) ? "binary" : "code";
}

/** Whether a file counts: people write it, and it does more than name a version. */
export function isEffectiveFile(path: string, rules: FileRules = DEFAULT_FILE_RULES): boolean {
  return classifyFile(path, rules) === "code";
}
