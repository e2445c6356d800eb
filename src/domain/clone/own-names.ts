import { namesClaimed } from "../shipping/claims.ts";
import type { CloneChange } from "./clone-change.ts";

const QUALIFIED = /^([^/#]+\/[^/#]+)(#\d+)$/;

/**
 * Makes a function that shortens `owner/name#12` to `#12`, where that repository is the clone's own.
 *
 * A remote may be a fork, a mirror or a folder, and a repository may have had another name. So the history itself
 * also shows its names: a change that names `owner/name#12`, and quotes the title that #12 has here. In a clone that
 * shows no name at all, any name counts: the files of both sides confirm the claim.
 */
export function ownNames(
  changes: readonly CloneChange[],
  remotes: readonly string[],
): (claim: string) => string {
  const named = remotes.filter((name) => !name.startsWith("local/"));
  const own = new Set([...named, ...changes.flatMap(provenBy)].map((name) => name.toLowerCase()));
  return (claim) => {
    const [, repository = "", number] = QUALIFIED.exec(claim) ?? [];
    const isOwn = own.size === 0 || own.has(repository.toLowerCase());
    return number !== undefined && isOwn ? number : claim;
  };
}

/** The repositories in the claims of a change whose number belongs to a title that the change quotes. */
function provenBy({ claiming, quoted }: CloneChange): string[] {
  if (quoted.size === 0) return [];
  const alike = new Set([...quoted.values()].flatMap((each) => each.alike));
  return namesClaimed(claiming).flatMap((claim) => {
    const [, repository, number = ""] = QUALIFIED.exec(claim) ?? [];
    return repository !== undefined && alike.has(number) ? [repository] : [];
  });
}
