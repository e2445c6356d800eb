/** A limit against hanging only, in milliseconds: no test may depend on how busy the machine is. */
export const HANGING_MS = 1_800_000;

/** How often a property is run; `PLIMSOLL_RUNS` sets it for all of them. */
export function runs(usual: number): number {
  return Number(process.env.PLIMSOLL_RUNS ?? usual);
}
