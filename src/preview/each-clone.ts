import { GitError } from "../git/git-error.ts";
import { CloneError } from "./clone-error.ts";

/** Two keep two cores busy, git on one and this process on the other. More only take more memory. */
const AT_ONCE = 2;

/**
 * Maps clones, a few at once, and keeps their order.
 *
 * Goes on after a clone that cannot be read, so that the error names all of them. Throws a `CloneError`, or the
 * `GitError` of the only one.
 */
export async function eachClone<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const problems: (GitError | CloneError)[] = [];
  const waiting = items.entries();
  const work = async () => {
    for (const [index, item] of waiting) {
      try {
        results[index] = await read(item);
      } catch (error) {
        if (!(error instanceof GitError || error instanceof CloneError)) throw error;
        problems.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  throwAll(problems, items.length);
  return results;
}

function throwAll(problems: readonly (GitError | CloneError)[], all: number): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  if (others.length === 0) throw first;
  const messages = new Set(problems.map(({ message }) => message).sort());
  throw new CloneError(`${problems.length} of ${all} clones cannot be read:\n${[...messages].join("\n")}`);
}
