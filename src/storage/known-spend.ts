import type { KnownSpend } from "../domain/spend/combination.ts";
import type { Day } from "../domain/spend/fact.ts";
import type { RestatedOfSource } from "../domain/spend/tool-spend.ts";
import type { SpendOwner } from "./spend.ts";
import type { Stores } from "./stores.ts";

/** The first and the last day that can be stored. */
const ALL_DAYS = { from: "0000-01-01", until: "9999-12-31" };

/** The spend of an organization, and its restated days. */
interface LoadedSpend {
  readonly known: KnownSpend;
  readonly restated: readonly RestatedOfSource[];
}

/** Loads the spend of an organization from a day on; all of it without one. */
export async function loadSpend(
  { spend, spendDeclarations }: Pick<Stores, "spend" | "spendDeclarations">,
  owner: SpendOwner,
  from: Day = ALL_DAYS.from,
): Promise<LoadedSpend> {
  const sources = await spend.list(owner);
  const span = { ...ALL_DAYS, from, sources: sources.map(({ id }) => id) };
  const declarations = owner === undefined ? [] : await spendDeclarations.list(owner);
  const known = { facts: await spend.listFacts(span), sources, declarations };
  return { known, restated: await spend.listRestated(span) };
}
