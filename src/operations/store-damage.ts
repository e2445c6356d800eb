import { errorText } from "./error-text.ts";

/** SQLite's codes for a file whose pages are not what they should be: sqlite.org/rescode.html#corrupt */
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/;

/** Whether a store is damaged. What is damaged once stays so: only a backup mends it. */
interface StoreDamage {
  /** What is wrong; `undefined` while nothing is known to be. */
  find(): string | undefined;
  /** Records what is wrong; only the first time counts. */
  record(problem: string): void;
  /** The same stores, which have it recorded when SQLite meets a damaged page. */
  watch<Stores extends object>(stores: Stores): Stores;
}

type Method = (...values: readonly unknown[]) => unknown;

/** Knows of no damage yet; `onFound` is called once. */
export function createStoreDamage(onFound: (problem: string) => void): StoreDamage {
  let found: string | undefined;
  const record = (problem: string) => {
    if (found !== undefined) return;
    found = problem;
    onFound(problem);
  };
  const look = (error: unknown): never => {
    if (isDamage(error)) record(errorText(error));
    throw error;
  };
  const watched =
    (store: object, method: Method): Method =>
    (...values) => {
      try {
        const result = method.apply(store, [...values]);
        return result instanceof Promise ? result.catch(look) : result;
      } catch (error) {
        return look(error);
      }
    };
  const watch = (store: object) =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]: [string, Method]) => [name, watched(store, method)]),
    );
  return {
    find: () => found,
    record,
    watch<Stores extends object>(stores: Stores) {
      const all = Object.entries(stores).map(([name, store]) => {
        return [name, typeof store === "function" ? store : watch(store)];
      });
      return Object.fromEntries(all) as Stores;
    },
  };
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isOne = "code" in error && typeof error.code === "string" && DAMAGED.test(error.code);
  return isOne || isDamage(error.cause);
}
