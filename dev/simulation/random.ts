/** A source of chance that gives the same numbers in every run. */
export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** Whether something happens that has this probability. */
  happens(probability: number): boolean;
  /** One of a list; earlier ones are not preferred. */
  pick<Item>(list: readonly [Item, ...Item[]]): Item;
  /** A whole number, both ends included; small ones are the commonest, as sizes of changes are. */
  size(from: number, to: number): number;
}

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough to draw a team's weeks. */
export function createChance(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    happens: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    size: (from, to) => Math.floor(from * (to / from) ** next()),
  };
}
