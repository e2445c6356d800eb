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
export async function findUnreadiness({
  operations,
  clock,
  findStandstill,
}: ReadinessSource): Promise<string | undefined> {
  const standstill = findStandstill();
  if (standstill !== undefined) return standstill;
  try {
    await operations.beat(clock());
    return undefined;
  } catch (error) {
    return `the store cannot be written: ${errorText(error)}`;
  }
}
