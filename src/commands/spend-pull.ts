/** The options of `plimsoll spend pull`. */
export interface SpendPullOptions {
  readonly owner?: string;
}

/** Reads spend from the providers whose credentials are in the environment. */
export async function pullSpend(_options: SpendPullOptions): Promise<void> {}
