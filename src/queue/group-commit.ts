/** How long a group may stay open, in milliseconds: as long as `COMMITS` commits of the last one's time, within bounds. */
const [LEAST_MS, MOST_MS, COMMITS] = [1, 20, 2];

/**
 * Saves items in groups: all that are added until the event loop has turned without another share one call of `saveAll`.
 *
 * A commit waits for the disk, so one for each delivery would bound how many can be acknowledged. Where each delivery comes
 * by a new connection, a turn brings one delivery. The promise of each item settles with its group.
 */
export function createGroupCommit<Item>(saveAll: (items: readonly Item[]) => Promise<void>) {
  let group: { items: Item[]; saved: Promise<void> } | undefined;
  let mostMs = LEAST_MS;
  return (item: Item): Promise<void> => {
    group ??= openGroup();
    group.items.push(item);
    return group.saved;
  };

  function openGroup() {
    const items: Item[] = [];
    const saved = untilComplete(items, mostMs).then(() => {
      group = undefined;
      return save(items);
    });
    return { items, saved };
  }

  async function save(items: readonly Item[]): Promise<void> {
    const began = performance.now();
    await saveAll(items);
    mostMs = Math.min(MOST_MS, Math.max(LEAST_MS, (performance.now() - began) * COMMITS));
  }
}

/** Resolves when a turn of the event loop has added nothing, or the time is over. */
function untilComplete(items: readonly unknown[], mostMs: number): Promise<void> {
  const opened = performance.now();
  return new Promise((resolve) => {
    let before = 0;
    const onTurn = () => {
      if (items.length === before || performance.now() - opened > mostMs) return resolve();
      before = items.length;
      setImmediate(onTurn);
    };
    setImmediate(onTurn);
  });
}
