import { errorText } from "./error-text.ts";

/** SQLite's codes for a file with malformed pages: sqlite.org/rescode.html#corrupt */
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/;

/** The damage of a store. It is permanent: only a backup mends it. */
interface StoreDamage {
  /** The known damage; `undefined` without any. */
  find(): string | undefined;
  /** Records damage; only the first call counts. */
  record(problem: string): void;
  /** Wraps stores so that damage is recorded when SQLite meets a malformed page. */
  watch<Stores extends object>(stores: Stores): Stores;
}

type Method = (...values: readonly unknown[]) => unknown;

/** Begins without damage; calls `onFound` once. */
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
