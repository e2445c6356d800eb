/** Who may read a repository: everybody, everybody in the enterprise, or those who were given access. */
export type Visibility = "public" | "internal" | "private";

const READERS: readonly Visibility[] = ["public", "internal", "private"];

/** Whether all who may read a place may know of a repository too, as far as visibility tells. */
export function mayBeNamedIn(place: Visibility, repository: Visibility): boolean {
  return READERS.indexOf(repository) <= READERS.indexOf(place);
}
