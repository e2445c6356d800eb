/** The options of `plimsoll spend import`. */
export interface SpendImportOptions {
  readonly source: string;
  readonly format: string;
  readonly tool?: string;
  readonly owner?: string;
  readonly asOf?: string;
  readonly dryRun?: true;
}

/** Imports the spend in a file. */
export async function importSpend(_file: string, _options: SpendImportOptions): Promise<void> {}
