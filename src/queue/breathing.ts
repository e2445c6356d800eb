import { wrapMethods } from "../storage/wrapped-stores.ts";

/** How long the event loop may be held before webhooks get their turn, in milliseconds. */
const MOST_MS = 2;

/** A slice of work may last this part of the time since the slice before, and at least `MOST_MS`. */
const WORKS_PART = 0.25;

/** How long webhooks go first while each turn of the event loop brings one, in milliseconds. */
const WEBHOOKS_FIRST_MS = 20;

/**
 * Stores that let the event loop turn before a call when it was held for long.
 *
 * A store answers without waiting for anything, so handlers that call one after another would hold the loop until their
 * end, and webhooks with it. Calls that have to wait are let go on in the order in which they came, a few each turn.
 *
 * `webhooks` counts the webhooks so far. Each turn accepts one connection, however many wait, and GitHub opens many. So
 * while turns bring webhooks no work is done between them, for `WEBHOOKS_FIRST_MS` at most.
 */
export function breathing<Stores extends object>(stores: Stores, webhooks: () => number = () => 0): Stores {
  const breathe = createGate(webhooks);
  return wrapMethods(stores, (method) => async (...values) => {
    await breathe();
    return method(...values);
  });
}

/**
 * Resolves at once while the event loop was held for a moment only, and else when it has turned.
 *
 * A flood of webhooks makes a turn long. Those who wait then get a part of it, so that their work goes on at all.
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
    mayHoldMs = Math.max(MOST_MS, (now - (heldSince ?? now)) * WORKS_PART);
    heldSince = now;
    if (waiting.length > 0) letGoOn(now);
    else heldSince = undefined;
  };
  const letGoOn = (since: number) => {
    waiting.shift()?.();
    const isOver = waiting.length === 0 || performance.now() - since > mayHoldMs;
    // What was let go on is done before the next microtask.
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
