/** A file that a change touches. */
export interface TouchedFile {
  readonly path: string;
  /** Whether it had another path before: what takes that back touches the other one. */
  readonly isRenamed?: boolean | undefined;
}

/** What a change touches that says it takes something back. */
export interface Touched {
  readonly paths: ReadonlySet<string>;
  /** Whether it may touch more. */
  readonly isCut: boolean;
  readonly isEffective: (path: string) => boolean;
}

/**
 * Whether a change may take back what it names, by the files of both: it touches every one of those that count.
 *
 * A part of it is no revert: the rest stays in production. Where none counts, or not all is known, one file will do.
 */
export function takesBack({ paths, isCut, isEffective }: Touched, named: readonly TouchedFile[]): boolean {
  const counting = named.filter(({ path, isRenamed }) => isRenamed !== true && isEffective(path));
  if (isCut || counting.length === 0) return named.some(({ path }) => paths.has(path));
  return counting.every(({ path }) => paths.has(path));
}
