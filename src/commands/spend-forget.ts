import { withStores } from "./repository.ts";
import { findSpendOwner } from "./spend-owner.ts";
import { UserError } from "./user-error.ts";

/** The options of `plimsoll spend forget`. */
export interface SpendForgetOptions {
  readonly source: string;
  readonly owner?: string;
}

/** Deletes a source of spend with all its days. Throws a `UserError` when there is none of that name. */
export async function forgetSpend({ source: name, owner }: SpendForgetOptions): Promise<void> {
  await withStores(async (stores) => {
    const key = { owner: await findSpendOwner(stores, owner), name };
    const isGone = await stores.spend.forget(key);
    if (!isGone)
      throw new UserError("there is no source of that name: plimsoll spend show lists the sources");
    process.stdout.write(`${JSON.stringify(name)} is deleted, with all its days\n`);
  }, "write");
}
