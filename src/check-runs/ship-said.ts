import { type ShipSaid, shipSaidBy } from "../domain/shipping/ship-mode.ts";
import type { Stores } from "../storage/stores.ts";

/** Reads how a repository ships by the rules of an instant, and by what `auto` had taken by then. */
export async function shipSaid(
  { rules, histories }: Pick<Stores, "rules" | "histories">,
  repositoryId: number,
  at: Date,
): Promise<ShipSaid> {
  const said = { rules: await rules.list(repositoryId), choices: await histories.choices(repositoryId) };
  return shipSaidBy(said, at);
}
