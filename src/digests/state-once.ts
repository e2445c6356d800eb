import type { Computer } from "./computation.ts";
import type { SubjectState } from "./state.ts";

/** A computer that computes each state of an organization only once, since many repositories need it. */
export function computeStateOnce(compute: Computer): Computer {
  const states = new Map<string, Promise<SubjectState>>();
  return {
    digest: compute.digest,
    state(request) {
      if (!("owner" in request)) return compute.state(request);
      const key = `${request.owner} ${request.week}`;
      const state = states.get(key) ?? compute.state(request);
      states.set(key, state);
      return state;
    },
  };
}
