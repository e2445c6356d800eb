import type { OperationsStore } from "../storage/operations.ts";
import { errorText } from "./error-text.ts";

/** The dependencies of the check for readiness. */
interface ReadinessSource {
  readonly operations: OperationsStore;
  readonly clock: () => Date;
  /** Finds the reason why the background work does not continue; `undefined` while it does. */
  readonly findStandstill: () => string | undefined;
}

/** Finds the reason why the server cannot do its work now; `undefined` when it can. It writes to the store. */
export async function findUnreadiness(source: ReadinessSource): Promise<string | undefined> {
  const standstill = source.findStandstill();
  if (standstill !== undefined) return standstill;
  try {
    await source.operations.saveHeartbeat(source.clock());
    return undefined;
  } catch (error) {
    return `the store cannot be written: ${errorText(error)}`;
  }
}
