type Method = (...values: readonly unknown[]) => unknown;

/** Wraps each method of each store. Functions such as `close` stay unchanged. */
export function wrapMethods<Stores extends object>(stores: Stores, wrap: (method: Method) => Method): Stores {
  const wrapAll = (store: object) =>
    mapValues(store, (method: Method) => wrap((...values) => method.apply(store, [...values])));
  return mapValues(stores, (store: object) =>
    typeof store === "function" ? store : wrapAll(store),
  ) as Stores;
}

function mapValues<Value>(of: object, map: (value: Value) => unknown): object {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, map(value)]));
}
