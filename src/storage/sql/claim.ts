import { AsyncLocalStorage } from "node:async_hooks";

/** The claim under which work is done. */
const claims = new AsyncLocalStorage<AbortSignal>();

/**
 * Does work that this server has claimed. Once the signal aborts, since another server took the work over, the work can
 * begin no more transactions.
 */
export function withClaim<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  return claims.run(signal, work);
}

/** Throws when the work that calls it has lost its claim. */
export function assertClaim(): void {
  claims.getStore()?.throwIfAborted();
}
