import Bottleneck from "bottleneck";

/** No two requests of our limiters are further apart. */
const LONGEST_WAIT_MS = 10_000;

/** The state of a limiter that its types hide: the start of the next request, by the machine's clock. */
interface Limited {
  readonly _store: { _nextRequest: number; __register__(...values: readonly unknown[]): Promise<unknown> };
}

/**
 * A Bottleneck that ignores a start time far away, which a wrong clock left behind.
 *
 * Bottleneck keeps the start of the next request by the machine's clock. After that clock was a day ahead, each request
 * would wait for a day.
 */
export class SteadyLimiter extends Bottleneck {
  /** Limiters by name. */
  static override readonly Group = class extends Bottleneck.Group {
    constructor(options?: Bottleneck.ConstructorOptions) {
      super(options);
      this.on("created", steady);
    }
  };

  constructor(options?: Bottleneck.ConstructorOptions) {
    super(options);
    steady(this);
  }
}

function steady(limiter: Bottleneck): void {
  const { _store: store } = limiter as unknown as Limited;
  const register = store.__register__.bind(store);
  store.__register__ = (...values) => {
    const isFar = store._nextRequest > Date.now() + LONGEST_WAIT_MS;
    if (isFar) store._nextRequest = Date.now();
    return register(...values);
  };
}
