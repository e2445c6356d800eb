/** The same items, of which the first is asked for at once: what makes them works while the caller still gets ready. */
export function begun<Item>(source: AsyncIterable<Item>): AsyncIterable<Item> {
  const items = source[Symbol.asyncIterator]();
  const first = items.next();
  first.catch(() => {}); // whoever reads the items is told
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
