import { setImmediate as turn } from "node:timers/promises";

/** Attributing this many long messages takes some milliseconds. */
const PER_TURN = 10;

/** Maps a list a few items at a time, and lets other work have its turn in between. */
export async function mapInTurns<From, To>(
  items: readonly From[],
  map: (item: From) => To,
): Promise<readonly To[]> {
  const mapped: To[] = [];
  for (const item of items) {
    mapped.push(map(item));
    if (mapped.length % PER_TURN === 0) await turn();
  }
  return mapped;
}
