import { readStatus } from "../operations/status.ts";
import { statusText } from "../operations/status-text.ts";
import { withStores } from "./repository.ts";

/** The options of `plimsoll status`. */
export interface StatusOptions {
  readonly json?: true;
}

/** Prints how the server does that writes the store. Throws a `UserError` when there is no store. */
export async function status({ json }: StatusOptions): Promise<void> {
  await withStores(async (stores) => {
    const found = await readStatus(stores);
    const text = json ? JSON.stringify(found, undefined, 2) : statusText(found, new Date());
    process.stdout.write(`${text}\n`);
  });
}
