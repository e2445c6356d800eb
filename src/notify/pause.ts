import { HOUR_MS } from "../domain/durations.ts";
import { nextTry } from "../queue/backoff.ts";
import type { WaitStore } from "../storage/waits.ts";
import type { NotifyError } from "./notify-error.ts";

/** The pause of all notifications while their receiver fails: the same for all servers of a store. */
interface Pause {
  isOn(now: Date): Promise<boolean>;
  /** Begins a pause after a failure that any notification would meet. It is longer after each such failure in a row. */
  begin(now: Date, error: NotifyError): Promise<void>;
  /** Ends it after an answer that is about one notification alone. */
  end(): Promise<void>;
}

/** With this many failures in a row the pause is as long as it gets. */
const MOST_FAILURES = 9;
const RECEIVER = { name: "notifications" } as const;

/**
 * Makes the pause of the receiver, which is kept in the store.
 *
 * Otherwise each waiting notification meets the same failure: a receiver that limits requests gets more of them, and a
 * chat loses every message whose arrival is uncertain.
 */
export function createPause(waits: WaitStore): Pause {
  return {
    isOn: async (now) => (await waits.find(RECEIVER, now))?.isOn === true,
    async begin(now, error) {
      const failures = (await waits.find(RECEIVER, now))?.failures ?? 0;
      const planned = nextTry(now, { error, attempts: failures })?.at ?? now;
      const end = Math.max(planned.getTime(), now.getTime() + (error.waitMs ?? 0));
      const until = new Date(Math.min(end, now.getTime() + HOUR_MS));
      await waits.begin(RECEIVER, { now, until, failures: Math.min(failures + 1, MOST_FAILURES) });
    },
    end: () => waits.end(RECEIVER),
  };
}
