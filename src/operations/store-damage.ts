import { wrapMethods } from "../storage/wrapped-stores.ts";
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
  const watch = <Stores extends object>(stores: Stores) =>
    wrapMethods(stores, (method) => (...values) => {
      try {
        const result = method(...values);
        return result instanceof Promise ? result.catch(look) : result;
      } catch (error) {
        return look(error);
      }
    });
  return { find: () => found, record, watch };
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isOne = "code" in error && typeof error.code === "string" && DAMAGED.test(error.code);
  return isOne || isDamage(error.cause);
}
