import { wrapMethods } from "../storage/wrapped-stores.ts";

/** The longest time that work may hold the event loop before webhooks get their turn, in milliseconds. */
const MOST_MS = 2;

/** A slice of work may last this part of the time since the previous slice, and at least `MOST_MS`. */
const WORKS_PART = 0.25;

/** The longest slice in milliseconds: a process that was stopped for a while comes back to waiting webhooks. */
const LONGEST_MS = 500;

/** The longest time that webhooks go first while each turn of the event loop brings one, in milliseconds. */
const WEBHOOKS_FIRST_MS = 20;

/**
 * Wraps stores so that a call lets the event loop turn first, when the loop was held for long.
 *
 * A store answers without waiting. So a handler with many calls would hold the loop until its end, and webhooks would
 * wait. Delayed calls continue in their order, a few each turn.
 *
 * `webhooks` counts the webhooks so far. Each turn accepts one connection, and GitHub opens many. So while turns bring
 * webhooks, no work is done between them, for `WEBHOOKS_FIRST_MS` at most.
 */
export function yieldingStores<Stores extends object>(
  stores: Stores,
  webhooks: () => number = () => 0,
): Stores {
  const yieldFirst = createGate(webhooks);
  return wrapMethods(stores, (method) => async (...values) => {
    await yieldFirst();
    return method(...values);
  });
}

/**
 * Makes a gate that resolves at once while the event loop was held for a moment only, else after a turn.
 *
 * A flood of webhooks makes a turn long. Waiting calls then get a part of it, so that work goes on at all.
 */
function createGate(webhooks: () => number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let heldSince: number | undefined;
  let mayHoldMs = MOST_MS;
  let seen = webhooks();
  const onTurn = () => {
    const now = performance.now();
    const isFirst = webhooks() !== seen && now - (heldSince ?? now) < WEBHOOKS_FIRST_MS;
    seen = webhooks();
    if (isFirst) return void setImmediate(onTurn);
    mayHoldMs = Math.min(LONGEST_MS, Math.max(MOST_MS, (now - (heldSince ?? now)) * WORKS_PART));
    heldSince = now;
    if (waiting.length > 0) letGoOn(now);
    else heldSince = undefined;
  };
  const letGoOn = (since: number) => {
    waiting.shift()?.();
    const isOver = waiting.length === 0 || performance.now() - since > mayHoldMs;
    // A call that continues here runs before the next microtask.
    if (isOver) setImmediate(onTurn);
    else queueMicrotask(() => letGoOn(since));
  };
  return async () => {
    if (heldSince === undefined) {
      heldSince = performance.now();
      mayHoldMs = MOST_MS;
      setImmediate(onTurn);
    } else if (waiting.length > 0 || performance.now() - heldSince > mayHoldMs) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
}
