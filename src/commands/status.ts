import { isWorthShowing } from "../domain/shipping/ship-choice.ts";
import { readSpendSources, spendSourcesText } from "../operations/spend-sources.ts";
import { readStandstills } from "../operations/standstills.ts";
import { readStatus } from "../operations/status.ts";
import { statusText } from "../operations/status-text.ts";
import { chosenShippingText } from "../render/ship-choice.ts";
import { standstillText } from "../render/standstills.ts";
import { withStores } from "./repository.ts";

/** The options of `plimsoll status`. */
export interface StatusOptions {
  readonly json?: true;
}

/** Prints the state of the server that writes the store. Throws a `UserError` when there is no store. */
export async function status({ json }: StatusOptions): Promise<void> {
  await withStores(async (stores) => {
    const now = new Date();
    const found = await readStatus(stores);
    const standstills = await readStandstills(stores, now);
    const spend = await readSpendSources(stores, now);
    const choices = (await stores.operations.listChosenShipping()).filter(({ choice }) =>
      isWorthShowing(choice, now),
    );
    const text = json
      ? JSON.stringify({ ...found, standstills, choices, spend }, undefined, 2)
      : [
          statusText(found, now),
          standstillText(standstills),
          chosenShippingText(choices),
          spendSourcesText(spend),
        ]
          .filter(Boolean)
          .join("\n");
    process.stdout.write(`${text}\n`);
  });
}
