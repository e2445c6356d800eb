import { existsSync } from "node:fs";

/** Whether an address is one of a PostgreSQL database, and not of a SQLite file. */
export function isOnServer(url: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(url);
}

/** The path of a SQLite file, from its address. */
export function pathOf(url: string): string {
  return url.replace(/^file:/, "");
}

/** Whether there may be a store at an address: a file must be there, and a server tells it only when it is asked. */
export function mayBeStore(url: string): boolean {
  return isOnServer(url) || existsSync(pathOf(url));
}

/** The name of a store for people, from its address: without the user and the password of a server. */
export function nameOfStore(url: string): string {
  if (!isOnServer(url)) return url;
  const { protocol, host, pathname, searchParams } = new URL(url);
  const socket = searchParams.get("host");
  return `${protocol}//${host}${pathname}${socket === null ? "" : `?host=${socket}`}`;
}
