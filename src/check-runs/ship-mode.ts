import { type ShipModeAt, shipModeAt } from "../domain/shipping/ship-mode.ts";
import type { Stores } from "../storage/stores.ts";

/** Loads how a repository ships at an instant: by its rules, and by the choice that `auto` had made by then. */
export async function loadShipMode(
  { rules, histories }: Pick<Stores, "rules" | "histories">,
  repositoryId: number,
  at: Date,
): Promise<ShipModeAt> {
  const said = { rules: await rules.list(repositoryId), choices: await histories.listChoices(repositoryId) };
  return shipModeAt(said, at);
}
