import { readStorageEnv } from "../env.ts";
import type { Repository } from "../storage/repositories.ts";
import { mayBeStore, nameOfStore } from "../storage/store-address.ts";
import type { StoreAccess } from "../storage/store-identity.ts";
import { openStores, type Stores } from "../storage/stores.ts";
import { UsageError, UserError } from "./user-error.ts";

/** Runs a function with the stores and one repository. Throws a `UserError` when there is no such one. */
export async function withRepository(
  fullName: string,
  action: (stores: Stores, repository: Repository) => Promise<void>,
  access?: StoreAccess,
): Promise<void> {
  const { owner, name } = parseFullName(fullName);
  await withStores(async (stores, url) => {
    const repository = await stores.repositories.findByName(owner, name);
    if (repository === undefined) throw notStored(fullName, url);
    await action(stores, repository);
  }, access);
}

/** Runs a function with the stores and all repositories of an owner. Throws a `UserError` when there are none. */
export async function withOrganization(
  owner: string,
  action: (stores: Stores, repositories: readonly Repository[]) => Promise<void>,
  access?: StoreAccess,
): Promise<void> {
  await withStores(async (stores, url) => {
    const repositories = await stores.repositories.listByOwner(owner);
    if (repositories.length === 0) throw notStored(owner, url);
    await action(stores, repositories);
  }, access);
}

/** Runs a function with the stores, read-only unless it asks to write. Throws a `UserError` when there are none. */
export async function withStores(
  action: (stores: Stores, url: string) => Promise<void>,
  access: StoreAccess = "read",
): Promise<void> {
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  if (!mayBeStore(url)) throw noStore(url);
  const stores = await openStores(url, { access });
  try {
    await action(stores, url);
  } finally {
    await stores.close();
  }
}

/** The error of a command without a store. */
export function noStore(url: string): UserError {
  return new UserError(`there is no store at ${url}: run this where the server runs, or set DATABASE_URL`);
}

function notStored(name: string, url: string): UserError {
  return new UserError(
    `${name} is not in ${nameOfStore(url)}: has the app been installed on it and seen an event?`,
  );
}

function parseFullName(fullName: string): { owner: string; name: string } {
  const [owner, name, ...rest] = fullName.split("/");
  if (owner && name && rest.length === 0) return { owner, name };
  throw new UsageError(`${fullName} is not a repository: write it as OWNER/REPO`);
}
