import { HOUR_MS } from "../domain/durations.ts";
import { nextTry } from "../queue/backoff.ts";
import type { NotifyError } from "./notify-error.ts";

/** The pause of all notifications while their receiver fails. */
interface Pause {
  isOn(now: Date): boolean;
  /** Begins a pause after a failure that any notification would meet. It is longer after each such failure in a row. */
  begin(now: Date, error: NotifyError): void;
  /** Ends it after an answer that is about one notification alone. */
  end(): void;
}

/** With this many failures in a row the pause is as long as it gets. */
const MOST_FAILURES = 9;

/**
 * Makes the pause of a receiver.
 *
 * Otherwise each waiting notification meets the same failure: a receiver that limits requests gets more of them, and a
 * chat loses every message whose arrival is uncertain. A restart forgets the pause, which costs one request.
 */
export function createPause(): Pause {
  let failures = 0;
  let until = 0;
  return {
    isOn(now) {
      const left = until - now.getTime();
      // A longer one is of a clock that was ahead.
      return left > 0 && left <= HOUR_MS;
    },
    begin(now, error) {
      const planned = nextTry(now, { error, attempts: failures })?.at ?? now;
      until = Math.max(planned.getTime(), now.getTime() + (error.waitMs ?? 0));
      failures = Math.min(failures + 1, MOST_FAILURES);
    },
    end() {
      failures = 0;
      until = 0;
    },
  };
}
