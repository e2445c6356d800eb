/** How long a group may stay open, in milliseconds. */
const MOST_MS = 1;

/**
 * Saves items in groups: all that are added until the event loop has turned without another share one call of `saveAll`.
 *
 * A commit waits for the disk, so one for each delivery would bound how many can be acknowledged. A turn brings one delivery
 * where each comes by a connection of its own. The promise of each item settles with its group.
 */
export function createGroupCommit<Item>(saveAll: (items: readonly Item[]) => Promise<void>) {
  let group: { items: Item[]; saved: Promise<void> } | undefined;
  return (item: Item): Promise<void> => {
    group ??= openGroup();
    group.items.push(item);
    return group.saved;
  };

  function openGroup() {
    const items: Item[] = [];
    const saved = untilComplete(items).then(() => {
      group = undefined;
      return saveAll(items);
    });
    return { items, saved };
  }
}

/** Resolves when a turn of the event loop has added nothing, or the time is over. */
function untilComplete(items: readonly unknown[]): Promise<void> {
  const opened = performance.now();
  return new Promise((resolve) => {
    let before = 0;
    const onTurn = () => {
      if (items.length === before || performance.now() - opened > MOST_MS) return resolve();
      before = items.length;
      setImmediate(onTurn);
    };
    setImmediate(onTurn);
  });
}
