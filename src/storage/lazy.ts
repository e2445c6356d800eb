/** A map that loads a missing value once. */
export class LazyMap<Key, Value> extends Map<Key, Value> {
  readonly #load: (key: Key) => Value | undefined;
  readonly #absent = new Set<Key>();

  constructor(load: (key: Key) => Value | undefined) {
    super();
    this.#load = load;
  }

  override get(key: Key): Value | undefined {
    if (!super.has(key) && !this.#absent.has(key)) {
      const found = this.#load(key);
      if (found === undefined) this.#absent.add(key);
      else super.set(key, found);
    }
    return super.get(key);
  }

  override has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  override set(key: Key, value: Value): this {
    this.#absent.delete(key);
    return super.set(key, value);
  }
}

/** A set that loads once whether it contains a value. */
export class LazySet<Value> extends Set<Value> {
  readonly #load: (value: Value) => boolean;
  readonly #absent = new Set<Value>();

  constructor(load: (value: Value) => boolean) {
    super();
    this.#load = load;
  }

  override has(value: Value): boolean {
    if (super.has(value)) return true;
    if (this.#absent.has(value)) return false;
    if (this.#load(value)) super.add(value);
    else this.#absent.add(value);
    return super.has(value);
  }

  override add(value: Value): this {
    this.#absent.delete(value);
    return super.add(value);
  }
}
