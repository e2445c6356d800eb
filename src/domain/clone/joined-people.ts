import { keyIn, type People } from "./people.ts";

/**
 * Joins the people of several clones: those who share an address or a full name are one person.
 *
 * Returns the common key for a key of any clone. The order of the clones does not matter.
 */
export function joinPeople(all: readonly People[]): (key: string) => string {
  const joined = new Map<string, string>();
  const commonKey = (name: string) => keyIn(joined, name);
  for (const people of all) {
    for (const pair of people) {
      const [first = "", second = first] = [...new Set(pair.map(commonKey))].sort();
      if (first !== second) joined.set(second, first);
    }
  }
  return commonKey;
}
