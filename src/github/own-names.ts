import type { RepositoryAddress } from "./octokit.ts";

/** Keeps the names that belong to a repository: its pull requests as `#12`, and commits. */
export function ownNames(names: readonly string[], { owner, name }: RepositoryAddress): string[] {
  const prefix = `${owner}/${name}#`.toLowerCase();
  return names
    .map((each) => (each.toLowerCase().startsWith(prefix) ? each.slice(prefix.length - 1) : each))
    .filter((each) => /^(?:#|[0-9a-f]+$)/.test(each));
}
