import { existsSync } from "node:fs";
import { readStorageEnv } from "../env.ts";
import type { Repository } from "../storage/repositories.ts";
import { openStores, type Stores } from "../storage/stores.ts";
import { UserError } from "./user-error.ts";

/** Does something with the stores and one repository in them. Throws a `UserError` when there is no such one. */
export async function withRepository(
  fullName: string,
  action: (stores: Stores, repository: Repository) => Promise<void>,
): Promise<void> {
  const { owner, name } = parseFullName(fullName);
  const { DATABASE_URL: url } = readStorageEnv(process.env);
  if (!existsSync(url.replace(/^file:/, ""))) {
    throw new UserError(`there is no store at ${url}: run this where the server runs, or set DATABASE_URL`);
  }
  const stores = openStores(url);
  try {
    const repository = await stores.repositories.findByName(owner, name);
    if (repository === undefined) {
      throw new UserError(
        `${fullName} is not in ${url}: has the app been installed on it and seen an event?`,
      );
    }
    await action(stores, repository);
  } finally {
    stores.close();
  }
}

function parseFullName(fullName: string): { owner: string; name: string } {
  const [owner, name, ...rest] = fullName.split("/");
  if (owner && name && rest.length === 0) return { owner, name };
  throw new UserError(`${fullName} is no repository: write it as OWNER/REPO`);
}
