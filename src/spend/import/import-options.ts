import type { DeclaredScope } from "../../domain/spend/declared.ts";

/** The formats of files. Each is also a kind of source. */
export const FORMATS = ["focus", "csv", "ccusage"] as const;

export type Format = (typeof FORMATS)[number];

/** How a file is imported. */
export interface ImportOptions {
  /** The name of the source. */
  readonly source: string;
  readonly format: Format;
  /** The tool of rows that name none. */
  readonly tool: string | undefined;
  /** The ids of the tools of the organization itself, beside those that everybody knows. */
  readonly ownTools: readonly string[];
  readonly scopes: readonly DeclaredScope[];
  readonly now: Date;
}
