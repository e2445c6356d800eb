import { copyText } from "./copy-text.ts";

/** Gives the value of a key, which is computed once while it is remembered. */
type Memory<Value> = (key: string, compute: () => Value) => Value;

/**
 * Makes a memory of at most so many values.
 *
 * A full one forgets all: what is common is soon known again, and to know which was used last would cost more. Keys are
 * copied, since a part of a long text would keep all of it.
 */
export function createMemory<Value>(most: number): Memory<Value> {
  const known = new Map<string, Value>();
  return (key, compute) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as Value;
    const value = compute();
    if (known.size >= most) known.clear();
    known.set(copyText(key), value);
    return value;
  };
}
