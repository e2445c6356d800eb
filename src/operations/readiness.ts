import type { OperationsStore } from "../storage/operations.ts";
import { errorText } from "./error-text.ts";

/** What a server needs to do its work. */
export interface ReadinessSource {
  readonly operations: OperationsStore;
  readonly clock: () => Date;
  /** Whether the work in the background goes on. */
  readonly isWorking: () => boolean;
}

/** Why the server cannot do its work now; `undefined` when it can. It writes to the store to know, and waits for nothing. */
export async function findUnreadiness({
  operations,
  clock,
  isWorking,
}: ReadinessSource): Promise<string | undefined> {
  if (!isWorking()) return "the workers have stalled";
  try {
    await operations.beat(clock());
    return undefined;
  } catch (error) {
    return `the store cannot be written: ${errorText(error)}`;
  }
}
