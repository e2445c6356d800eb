import { wrapMethods } from "../storage/wrapped-stores.ts";
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
