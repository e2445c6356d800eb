/** The options of `plimsoll spend show`. */
export interface SpendShowOptions {
  readonly owner?: string;
  readonly json?: true;
}

/** Prints the stored spend. */
export async function showSpend(_options: SpendShowOptions): Promise<void> {}
