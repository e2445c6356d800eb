import { AsyncLocalStorage } from "node:async_hooks";

/**
 * A claim to work, which this server holds until a time by its own clock, in milliseconds of `performance.now()`. So a
 * process that stood still, or that cannot reach the database, knows by itself that others may have the work.
 */
export class Claim {
  readonly #signal: AbortSignal;
  #end: number;

  /** The signal aborts when another server has the work. */
  constructor(signal: AbortSignal, end: number) {
    this.#signal = signal;
    this.#end = end;
  }

  /** Changes the end. A claim that is over stays so. */
  extend(end: number): void {
    if (performance.now() < this.#end) this.#end = end;
  }

  /** Throws once the claim is over. */
  assert(): void {
    this.#signal.throwIfAborted();
    if (performance.now() >= this.#end)
      throw new Error("this server showed no sign of life in time, and lost its claim to the work");
  }
}

/** The claim under which work is done. */
const claims = new AsyncLocalStorage<Claim>();

/** Does work that this server has claimed. Once the claim is over, the work can begin no more transactions. */
export function withClaim<Result>(claim: Claim, work: () => Promise<Result>): Promise<Result> {
  return claims.run(claim, work);
}

/** Throws when the work that calls it has lost its claim. */
export function assertClaim(): void {
  claims.getStore()?.assert();
}

/** Returns a function that throws when the work that calls this one has lost its claim, wherever that one is called. */
export function claimAssertion(): () => void {
  const claim = claims.getStore();
  return () => claim?.assert();
}
