/**
 * Saves items in groups: all that are added during one turn of the event loop share one call of `saveAll`.
 *
 * A commit waits for the disk, so one for each delivery would bound how many can be acknowledged. The promise of each
 * item settles with its group.
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
    const saved = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      group = undefined;
      return saveAll(items);
    });
    return { items, saved };
  }
}
