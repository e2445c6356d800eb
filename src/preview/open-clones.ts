import { hasCommit } from "../git/clone.ts";
import { printable } from "../git/git-error.ts";
import { isSameAddress, nameOf } from "./clone-address.ts";
import { CloneError } from "./clone-error.ts";
import { eachClone } from "./each-clone.ts";
import { type OpenClone, openClone } from "./open-clone.ts";

/**
 * Opens clones. A clone whose path is given twice, or that has another work tree among the paths, is opened once.
 *
 * Throws an error that names all clones that cannot be read, or all clones of the same repository.
 */
export async function openClones(paths: readonly string[], limit: Date): Promise<OpenClone[]> {
  const opened = await eachClone([...new Set(paths)], (path) => openClone(path, limit));
  const clones = [...Map.groupBy(opened, ({ store }) => store).values()].flatMap(preferred);
  await eachClone(clones, (clone) => refuseCopy(clone, clones.slice(0, clones.indexOf(clone))));
  return clones;
}

/** The main work tree, or else always the same one, whatever the order. */
function preferred(trees: readonly OpenClone[]): OpenClone[] {
  const isMain = ({ store, headFolder }: OpenClone) => store === headFolder;
  const [first] = trees.toSorted((a, b) => (a.headFolder < b.headFolder ? -1 : 1));
  return [trees.find(isMain) ?? first ?? []].flat();
}

/** Throws a `CloneError` when an earlier clone is of the same repository: all its changes would count twice. */
async function refuseCopy(clone: OpenClone, earlier: readonly OpenClone[]): Promise<void> {
  for (const other of earlier.filter(({ address }) => isNamesake(address, clone.address)))
    if (isSameAddress(other.address, clone.address) || (await haveSameHistory(other, clone)))
      throw new CloneError(
        `${printable(other.path)} and ${printable(clone.path)} are both clones of ${nameOf(clone.address)}: leave one out`,
      );
}

function isNamesake(a: OpenClone["address"], b: OpenClone["address"]): boolean {
  return nameOf(a).toLowerCase() === nameOf(b).toLowerCase();
}

/** Whether one has the tip of the other, as clones by different names of one host do. */
async function haveSameHistory(a: OpenClone, b: OpenClone): Promise<boolean> {
  return (await hasCommit(a.path, b.branch.sha)) || hasCommit(b.path, a.branch.sha);
}
