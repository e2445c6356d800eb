import { AsyncLocalStorage } from "node:async_hooks";

/** Says that another server may have the work. Whoever did it must not record an end of it. */
export class LostClaimError extends Error {
  // By this name Octokit knows that a request was given up, and does not repeat it.
  override readonly name = "AbortError";

  constructor(options?: ErrorOptions) {
    super("this server showed no sign of life in time, and lost its claim to the work", options);
  }
}

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

  /** Throws a `LostClaimError` once the claim is over. */
  assert(): void {
    if (this.#signal.aborted) throw new LostClaimError({ cause: this.#signal.reason });
    if (performance.now() >= this.#end) throw new LostClaimError();
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
