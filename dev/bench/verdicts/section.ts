/** What one part of the benchmark came to. */
export interface Section {
  /** Tables for docs/verdicts.md, with a line break at the end. */
  readonly markdown: string;
  /** The bounds that are broken, and how. */
  readonly broken: readonly string[];
}
