import { code } from "../text.ts";
import type { ShownPull } from "./options.ts";

/** A change in a list of a digest. */
interface NamedChange {
  /** `owner/name`. */
  readonly repository: string;
  /** `#12`, or the last commit of a push. */
  readonly change: string;
}

/** Whether every reader of a digest may see a change. */
export function isVisible(
  { repository }: NamedChange,
  { scope, visible }: { readonly scope: string; readonly visible: ReadonlySet<string> },
): boolean {
  return repository === scope || visible.has(repository);
}

/** A change and its title, where that is known: GitHub makes a link of `#12`, `owner/name#12`, and of a commit. */
export function titledChange(
  { repository, change }: NamedChange,
  { scope, pulls }: { readonly scope: string; readonly pulls: ReadonlyMap<number, ShownPull> },
): string {
  const pull = pulls.get(Number(change.slice(1)));
  const name = changeName(change, repository === scope ? "" : repository);
  return `${name}${pull === undefined ? "" : ` ${code(pull.title)}`}`;
}

/** The name of a change in a repository, or in the digest's own one. */
export function changeName(change: string, repository: string): string {
  if (change.startsWith("#")) return `${repository}${change}`;
  return `${repository === "" ? "" : `${repository}@`}${change.slice(0, 10)}`;
}
