/** Starts a source at once, so that it works while the caller still gets ready, and yields its items. */
export function startEagerly<Item>(source: AsyncIterable<Item>): AsyncIterable<Item> {
  const items = source[Symbol.asyncIterator]();
  const first = items.next();
  first.catch(() => {}); // the reader of the items gets the error
  return {
    async *[Symbol.asyncIterator]() {
      try {
        for (let next = await first; !next.done; next = await items.next()) yield next.value;
      } finally {
        await items.return?.();
      }
    },
  };
}
