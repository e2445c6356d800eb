import { type DeclaredScope, declarationAt } from "../domain/spend/declared.ts";
import type { KnownSource, SpendSource } from "../domain/spend/source.ts";
import type { SpendOwner } from "../storage/spend.ts";
import type { Stores } from "../storage/stores.ts";
import { findSpendOwner } from "./spend-owner.ts";
import { UsageError } from "./user-error.ts";

/** What the store knows of the organization that spend is imported for. */
export interface ImportContext {
  readonly owner: SpendOwner;
  /** The source, if there is one. */
  readonly known: KnownSource | undefined;
  readonly scopes: readonly DeclaredScope[];
  /** The ids of in-house agents, and of tools whose seats are declared. */
  readonly ownTools: readonly string[];
}

/** Where there is no store yet. */
export const NO_CONTEXT: ImportContext = { owner: undefined, known: undefined, scopes: [], ownTools: [] };

/** Reads the context of an import. Throws a `UsageError` for a source that is of another kind. */
export async function readContext(
  stores: Stores,
  { name, kind }: SpendSource,
  ownerName: string | undefined,
): Promise<ImportContext> {
  const owner = await findSpendOwner(stores, ownerName);
  const known = (await stores.spend.list(owner)).find((source) => source.name === name);
  if (known !== undefined && known.kind !== kind)
    throw new UsageError(`the source ${name} is of the kind ${known.kind}: give --source another name`);
  if (owner === undefined) return { ...NO_CONTEXT, known };
  const declared = declarationAt(await stores.spendDeclarations.list(owner), new Date());
  const ownTools = [...declared.seats.map(({ tool }) => tool), ...(await inHouseTools(stores, owner))];
  return { owner, known, scopes: declared.scopes, ownTools: [...new Set(ownTools)] };
}

async function inHouseTools({ repositories, rules }: Stores, owner: number): Promise<readonly string[]> {
  const all = (await repositories.list()).filter(({ installationId }) => installationId === owner);
  const newest = await Promise.all(all.map(async ({ id }) => (await rules.list(id)).at(-1)));
  return newest.flatMap((each) => each?.agents.map(({ id }) => id) ?? []);
}
