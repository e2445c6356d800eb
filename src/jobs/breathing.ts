/** How long the event loop may be held before webhooks get their turn, in milliseconds. */
const MOST_MS = 2;

type Method = (...values: readonly unknown[]) => unknown;

/**
 * Stores that let the event loop turn before a call when it was held for long.
 *
 * A store answers without waiting for anything, so handlers that call one after another would hold the loop until their
 * end, and webhooks with it. Calls that have to wait are let go on one a turn, in the order in which they came.
 */
export function breathing<Stores extends object>(stores: Stores): Stores {
  const breathe = createGate();
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

/** Resolves at once while the event loop was held for a moment only, and else when it has turned. */
function createGate(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let heldSince: number | undefined;
  const onTurn = () => {
    const next = waiting.shift();
    heldSince = next === undefined ? undefined : performance.now();
    if (next !== undefined) setImmediate(onTurn);
    next?.();
  };
  return async () => {
    if (heldSince === undefined) {
      heldSince = performance.now();
      setImmediate(onTurn);
    } else if (waiting.length > 0 || performance.now() - heldSince > MOST_MS) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
}
