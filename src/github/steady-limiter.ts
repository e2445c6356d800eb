import Bottleneck from "bottleneck";

/** More than any of our limiters has two requests apart. */
const LONGEST_WAIT_MS = 10_000;

/** What a limiter keeps, which its types do not tell: when the next request may begin, by the machine's clock. */
interface Limited {
  readonly _store: { _nextRequest: number; __register__(...values: readonly unknown[]): Promise<unknown> };
}

/**
 * Bottleneck, which takes a time that is far away for that of a wrong clock.
 *
 * It keeps when the next request may begin, by the machine's clock. Once that was a day ahead and is right again, its own
 * has each request wait for a day.
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
