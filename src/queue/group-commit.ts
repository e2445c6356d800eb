/** A group stays open for `COMMITS` times the duration of the last commit, within these bounds in milliseconds. */
const [LEAST_MS, MOST_MS, COMMITS] = [1, 20, 2];

/**
 * Saves items in groups. A group closes when a turn of the event loop adds none; one call of `saveAll` saves it.
 *
 * A commit waits for the disk, so one commit a delivery would limit how many can be acknowledged. Where each delivery
 * comes by a new connection, a turn brings one delivery. The promise of each item settles with its group.
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
