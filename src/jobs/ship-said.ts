import { type ShipSaid, shipSaidBy } from "../domain/shipping/ship-mode.ts";
import type { Stores } from "../storage/stores.ts";

/** Reads how a repository ships by its newest rules, and by what `auto` had taken by an instant. */
export async function shipSaid(
  { rules, histories }: Pick<Stores, "rules" | "histories">,
  repositoryId: number,
  at: Date,
): Promise<ShipSaid> {
  return shipSaidBy(await rules.list(repositoryId), await histories.choices(repositoryId), at);
}
