import { readStandstills } from "../operations/standstills.ts";
import { readStatus } from "../operations/status.ts";
import { statusText } from "../operations/status-text.ts";
import { standstillText } from "../render/standstills.ts";
import { withStores } from "./repository.ts";

/** The options of `plimsoll status`. */
export interface StatusOptions {
  readonly json?: true;
}

/** Prints how the server does that writes the store. Throws a `UserError` when there is no store. */
export async function status({ json }: StatusOptions): Promise<void> {
  await withStores(async (stores) => {
    const now = new Date();
    const found = await readStatus(stores);
    const standstills = await readStandstills(stores, now);
    const text = json
      ? JSON.stringify({ ...found, standstills }, undefined, 2)
      : `${statusText(found, now)}${withBreak(standstillText(standstills))}`;
    process.stdout.write(`${text}\n`);
  });
}

function withBreak(text: string): string {
  return text === "" ? "" : `\n${text}`;
}
