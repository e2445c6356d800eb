/** Thrown when an answer depends on facts that were not loaded. */
export class NotLoaded extends Error {
  override readonly name = "NotLoaded";
  /** The commit or tree whose facts are missing. */
  readonly key: string;

  constructor(key: string) {
    super(`${key} was not loaded`);
    this.key = key;
  }
}

/** Facts about the loaded commits or trees. Throws `NotLoaded` for any other one. */
export class LoadedMap<Value> extends Map<string, Value> {
  readonly #loaded: ReadonlySet<string>;

  constructor(loaded: ReadonlySet<string>, facts: Iterable<readonly [string, Value]> = []) {
    super();
    this.#loaded = loaded;
    for (const [key, value] of facts) this.set(key, value);
  }

  override get(key: string): Value | undefined {
    const value = super.get(key);
    if (value === undefined) assertLoaded(this.#loaded, key);
    return value;
  }

  override has(key: string): boolean {
    return this.get(key) !== undefined;
  }
}

/** Some of the loaded commits. Throws `NotLoaded` when asked for any other one. */
export class LoadedSet extends Set<string> {
  readonly #loaded: ReadonlySet<string>;

  constructor(loaded: ReadonlySet<string>) {
    super();
    this.#loaded = loaded;
  }

  override has(key: string): boolean {
    if (super.has(key)) return true;
    assertLoaded(this.#loaded, key);
    return false;
  }
}

function assertLoaded(loaded: ReadonlySet<string>, key: string): void {
  if (!loaded.has(key)) throw new NotLoaded(key);
}
