import type { OperationsStore } from "../storage/operations.ts";
import { errorText } from "./error-text.ts";

/** What a server needs to do its work. */
interface ReadinessSource {
  readonly operations: OperationsStore;
  readonly clock: () => Date;
  /** Why the work in the background does not go on; `undefined` while it does. */
  readonly findStandstill: () => string | undefined;
}

/** Why the server cannot do its work now; `undefined` when it can. It writes to the store to know, and waits for nothing. */
export async function findUnreadiness(source: ReadinessSource): Promise<string | undefined> {
  const standstill = source.findStandstill();
  if (standstill !== undefined) return standstill;
  try {
    await source.operations.beat(source.clock());
    return undefined;
  } catch (error) {
    return `the store cannot be written: ${errorText(error)}`;
  }
}
