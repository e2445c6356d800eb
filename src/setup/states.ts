import { randomBytes } from "node:crypto";
import type { Answers } from "./answers.ts";

/** GitHub's code, which comes back with a state, works for an hour. */
const LIFETIME_MS = 60 * 60 * 1_000;

/** A request to GitHub, and the time until which its answer counts. */
export interface Pending {
  readonly answers: Answers;
  readonly expiresAt: number;
}

/** The states that GitHub has not sent back yet. */
export interface States {
  /** Makes a state, unguessable and good for one hour. */
  issue(answers: Answers): string;
  /** Takes a state that came back, once; `undefined` when it is unknown, taken already, or too old. */
  take(state: string): Pending | undefined;
  /** Lets a state be taken once more, since GitHub was not reached. */
  putBack(state: string, pending: Pending): void;
}

/** Keeps the states in memory: a restart of the process is a new setup. */
export function createStates(clock: () => Date): States {
  const pendings = new Map<string, Pending>();
  return {
    issue(answers) {
      const state = randomBytes(32).toString("base64url");
      pendings.set(state, { answers, expiresAt: clock().getTime() + LIFETIME_MS });
      return state;
    },
    take(state) {
      const pending = pendings.get(state);
      pendings.delete(state);
      return pending !== undefined && clock().getTime() < pending.expiresAt ? pending : undefined;
    },
    putBack: (state, pending) => void pendings.set(state, pending),
  };
}
