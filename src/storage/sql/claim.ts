import { AsyncLocalStorage } from "node:async_hooks";

/** A claim to work, and when it was made, in milliseconds of `performance.now()`. */
interface Claim {
  readonly signal: AbortSignal;
  readonly since: number;
}

/** A process that stood still for longer has lost its claims: others may have taken them over. */
const STILL_MS = 15_000;
const TICK_MS = 1_000;

/** The claim under which work is done. */
const claims = new AsyncLocalStorage<Claim>();
let movedAt = performance.now();
let lostBefore = Number.NEGATIVE_INFINITY;

/** Notes that the process moves. All claims from before a standstill are lost. */
function move(): void {
  const now = performance.now();
  if (now - movedAt > STILL_MS) lostBefore = now;
  movedAt = now;
}

/**
 * Does work that this server has claimed. Once the signal aborts, since another server took the work over, or after a
 * standstill of this process, the work can begin no more transactions.
 */
export function withClaim<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  move();
  return claims.run({ signal, since: performance.now() }, work);
}

/** Throws when the work that calls it has lost its claim. */
export function assertClaim(): void {
  const claim = claims.getStore();
  if (claim === undefined) return;
  claim.signal.throwIfAborted();
  // After a standstill this may run before the timer.
  move();
  if (claim.since < lostBefore) throw new Error("this process stood still, and lost its claim to the work");
}

setInterval(move, TICK_MS).unref();
