import type { GapsShown } from "../render/digest/gaps/gaps-shown.ts";
import type { NamedRefusal } from "../storage/refusals.ts";
import type { Repository } from "../storage/repositories.ts";

/**
 * The gaps in an organization's digest: the refusals for its repositories, and the number of repositories not read yet.
 */
export function gapsShown(
  refusals: readonly NamedRefusal[],
  { repositories, unread }: { readonly repositories: readonly Repository[]; readonly unread: number },
): GapsShown {
  const ids = new Set(repositories.map(({ id }) => id));
  const own = refusals.filter(({ repositoryId }) => ids.has(repositoryId));
  const kinds = Map.groupBy(own, ({ refused, reason }) => `${refused} ${reason}`);
  return { unread, refused: [...kinds.values()].flatMap(together) };
}

/** Combines refusals of one kind. */
function together(refusals: readonly NamedRefusal[]): GapsShown["refused"] {
  const [first] = refusals;
  if (first === undefined) return [];
  const { refused, reason } = first;
  return [{ refused, reason, repositories: refusals.map(({ owner, name }) => `${owner}/${name}`) }];
}
