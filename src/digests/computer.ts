import type { Stores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import { computeDigest } from "./compute.ts";
import { findState } from "./state.ts";

/** Computes in the calling thread. */
export function createComputer(stores: Stores): Computer {
  return {
    digest: (request) => computeDigest(stores, request),
    state: (request) => findState(stores, request),
  };
}
