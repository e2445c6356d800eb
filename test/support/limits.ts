import fc from "fast-check";
import { inject } from "vitest";

/** A limit against hanging only, in milliseconds: no test may depend on how busy the machine is. */
export const HANGING_MS = 1_800_000;

/** `PLIMSOLL_SHARE` is the part of the full runs that `npm run test:long` plays. */
const { PLIMSOLL_FULL, PLIMSOLL_RUNS, PLIMSOLL_SHARE = "1" } = process.env;

/** Whether each is played in full: by `npm run test:full`, as a workflow does each night. */
export const isFull: boolean = PLIMSOLL_FULL !== undefined;

/** The fewest usual runs. */
const LEAST = 5;
/** The usual runs on PostgreSQL, as a part of those in memory: the same values were played there. */
const ON_POSTGRES = 0.5;

/**
 * The number of times that a property is run: `full` in a full run. Otherwise it is `usual`, by default a tenth of
 * `full`, and fewer on PostgreSQL. `PLIMSOLL_RUNS` is used instead of both.
 */
export function runs(
  full: number,
  usual: number = Math.min(full, Math.max(LEAST, Math.ceil(full / 10))),
): number {
  const share = inject("postgres") === undefined ? 1 : ON_POSTGRES;
  return Number(
    PLIMSOLL_RUNS ?? (isFull ? Math.ceil(full * Number(PLIMSOLL_SHARE)) : Math.ceil(usual * share)),
  );
}

/**
 * Checks a property of generated histories, in which enough must happen that something can go wrong.
 *
 * The first half of them are always the same, so that `expectMuch`, which is given their number, never fails by chance.
 * It is called in full runs only: few histories need not have all that is rare.
 * Take another seed when it fails since the histories have changed. It ends with the first counterexample: to look for a
 * smaller one takes longer than a test may. The seed and path that it prints play that history again.
 */
export async function assertOfMuch<Values>(
  property: fc.IAsyncProperty<Values>,
  { numRuns, seed, expectMuch }: { numRuns: number; seed: number; expectMuch: (numRuns: number) => void },
): Promise<void> {
  const same = Math.ceil(numRuns / 2);
  await fc.assert(property, { numRuns: same, seed, endOnFailure: true });
  if (isFull || PLIMSOLL_RUNS !== undefined) expectMuch(same);
  await fc.assert(property, { numRuns: numRuns - same, endOnFailure: true });
}
