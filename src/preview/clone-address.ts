import { basename, dirname } from "node:path";

/** Where a clone comes from: the host, the owner and the name, or else the folders in which it is. */
export interface CloneAddress {
  readonly isLocal: boolean;
  readonly parts: readonly string[];
  /** How many of the last parts are its name. */
  readonly named: number;
}

const OWNER_AND_NAME = /[^/:@]+\/[^/:]+?(?:\.git)?\/*$/;
/** A path, with or without a Windows drive, or a URL of one. */
const OF_FILE = /^(?:file:|[./~\\]|[a-z]:[/\\])/i;
/** Hosts whose owners have groups or projects, which have repositories. */
const NESTED = /(?:^|\.)(?:gitlab|dev\.azure)\./;

/** Reads the address of an origin with any host and scheme, without its user, password and port. */
export function parseAddress(origin: string | undefined, store: string): CloneAddress {
  if (origin === undefined || !OWNER_AND_NAME.test(origin) || OF_FILE.test(origin))
    return localAddress(store);
  const text = origin
    .replace(/^[\w+.-]+:\/\//, "")
    .replace(/^[^/]*@/, "")
    .replace(/^([^/:]+):\d+\//, "$1/")
    .replace(/(?:\.git)?\/*$/, "");
  const [host = "", ...path] = withOrganization(text.split(/[/:]/).filter(Boolean));
  if (NESTED.test(host.toLowerCase())) return { isLocal: false, parts: [host, ...path], named: path.length };
  const parts = [host, ...withoutHome(path.slice(0, -1)), ...path.slice(-1)];
  return parts.length < 3 ? { isLocal: true, parts, named: 1 } : { isLocal: false, parts, named: 2 };
}

/** The address of a clone by the folder with its objects, whichever folder of the clone was given. */
function localAddress(store: string): CloneAddress {
  const folder = basename(store) === ".git" ? dirname(store) : store;
  const name = basename(folder).replace(/\.git$/, "");
  return {
    isLocal: true,
    parts: withoutHome([...dirname(folder).split(/[/\\]/), name].filter(Boolean)),
    named: 1,
  };
}

/** The parts of an address without the folder of a user. */
function withoutHome(parts: readonly string[]): string[] {
  return parts.filter((part, index) => {
    const isHome = ["home", "Users"].includes(parts[index - 1] ?? "");
    return !part.startsWith("~") && !isHome;
  });
}

/** The parts of an address of Azure as the host, the organization, the project and the name; others as they are. */
function withOrganization(parts: readonly string[]): readonly string[] {
  const [host = "", ...path] = parts;
  const names = path.filter((part) => part !== "_git");
  if (/^(?:dev\.azure\.com|ssh\.dev\.azure\.com|vs-ssh\.visualstudio\.com)$/i.test(host))
    return ["dev.azure.com", ...(names[0] === "v3" ? names.slice(1) : names)];
  const [, organization] = /^([^.]+)\.visualstudio\.com$/i.exec(host) ?? [];
  return organization === undefined ? parts : ["dev.azure.com", organization, ...names];
}

/** `owner/name`, or `local/` and the name of the folder; with more folders or the host for a greater depth. */
export function nameOf({ isLocal, parts, named }: CloneAddress, more = 0): string {
  const name = parts.slice(-named - more).join("/");
  return isLocal ? `local/${name}` : name;
}

/** Whether two addresses are of the same repository, as those by SSH and by HTTPS. */
export function isSameAddress(a: CloneAddress, b: CloneAddress): boolean {
  const [one, other] = [a, b].map(({ parts }) => parts.join("/").toLowerCase());
  return !a.isLocal && !b.isLocal && one === other;
}

/** Finds the shortest names that differ from one another. */
export function distinctNames(addresses: readonly CloneAddress[]): string[] {
  const names = addresses.map((address) => {
    const isTaken = (more: number) =>
      addresses.some((other) => other !== address && isSame(nameOf(other, more), nameOf(address, more)));
    let more = 0;
    while (isTaken(more) && address.named + more < address.parts.length) more++;
    return nameOf(address, more);
  });
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => isSame(other, name)).length;
    return before === 0 ? name : `${name}-${before + 1}`;
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
