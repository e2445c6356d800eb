import { setImmediate as turn } from "node:timers/promises";

/** How long the event loop may be held before webhooks get their turn, in milliseconds. */
const MOST_MS = 5;

type Method = (...values: readonly unknown[]) => unknown;

/**
 * Stores that let the event loop turn before a call when it was held for long.
 *
 * A store answers without waiting for anything, so a handler that calls one after another would hold the loop until its
 * end, and webhooks with it. What was stored stays in the order in which it was asked for by each caller.
 */
export function breathing<Stores extends object>(stores: Stores): Stores {
  let heldSince: number | undefined;
  const breathe = async () => {
    const now = performance.now();
    if (heldSince === undefined) {
      heldSince = now;
      setImmediate(() => {
        heldSince = undefined;
      });
    } else if (now - heldSince > MOST_MS) await turn();
  };
  const wrap = (store: object) =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]: [string, Method]) => [
        name,
        async (...values: readonly unknown[]) => {
          await breathe();
          return method.apply(store, [...values]);
        },
      ]),
    );
  const wrapped = Object.entries(stores).map(([name, store]) => {
    return [name, typeof store === "function" ? store : wrap(store)];
  });
  return Object.fromEntries(wrapped) as Stores;
}
