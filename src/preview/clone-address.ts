import { basename, dirname, resolve } from "node:path";

/** Where a clone comes from: the host, the owner and the name, or else the folders in which it is. */
export interface CloneAddress {
  readonly isLocal: boolean;
  readonly parts: readonly string[];
}

const OWNER_AND_NAME = /[^/:@]+\/[^/:]+?(?:\.git)?\/*$/;

/** Reads the address of an origin with any host and scheme, without its user, password and port. */
export function parseAddress(origin: string | undefined, path: string): CloneAddress {
  const folder = resolve(path);
  if (origin === undefined || !OWNER_AND_NAME.test(origin)) {
    const name = basename(folder).replace(/\.git$/, "");
    return { isLocal: true, parts: [...dirname(folder).split(/[/\\]/), name] };
  }
  const text = origin
    .replace(/^[\w+.-]+:\/\//, "")
    .replace(/^[^/]*@/, "")
    .replace(/^([^/:]+):\d+\//, "$1/")
    .replace(/(?:\.git)?\/*$/, "");
  return { isLocal: false, parts: text.split(/[/:]/).filter(Boolean) };
}

/** `owner/name`, or `local/` and the name of the folder; with more folders or the host for a greater depth. */
export function nameOf({ isLocal, parts }: CloneAddress, depth = 1): string {
  return isLocal ? `local/${parts.slice(-depth).join("/")}` : parts.slice(-1 - depth).join("/");
}

/** Whether two addresses are of the same repository, as those by SSH and by HTTPS. */
export function isSameAddress(a: CloneAddress, b: CloneAddress): boolean {
  const [one, other] = [a, b].map(({ parts }) => parts.join("/").toLowerCase());
  return !a.isLocal && !b.isLocal && one === other;
}

/** Finds the shortest names that differ from one another. */
export function distinctNames(addresses: readonly CloneAddress[]): string[] {
  return addresses.map((address) => {
    const isTaken = (depth: number) =>
      addresses.some((other) => other !== address && isSame(nameOf(other, depth), nameOf(address, depth)));
    let depth = 1;
    while (isTaken(depth) && depth < address.parts.length) depth++;
    return nameOf(address, depth);
  });
}

/** The owners of repositories, each once. */
export function ownersOf(addresses: readonly CloneAddress[]): string[] {
  const owners = addresses.map((address) => nameOf(address).split("/")[0] ?? "").sort();
  return owners.filter((owner, index) => owners.findIndex((other) => isSame(other, owner)) === index);
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
