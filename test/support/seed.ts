import fc from "fast-check";

/**
 * The usual run plays the same values each time, so that it fails for what a change did and for nothing else. Other
 * values are explored apart: every night with `PLIMSOLL_SEED`, and at any number of runs with `PLIMSOLL_RUNS`.
 */
const USUAL = 20_261_128;

const { PLIMSOLL_SEED, PLIMSOLL_RUNS } = process.env;

if (PLIMSOLL_SEED !== undefined) fc.configureGlobal({ seed: Number(PLIMSOLL_SEED) });
else if (PLIMSOLL_RUNS === undefined) fc.configureGlobal({ seed: USUAL });
