import { installedAt } from "../github/facts.ts";
import type { Stores } from "../storage/stores.ts";
import type { Handler } from "./event.ts";

/** Records who installs the app, and deletes everything of those who remove it. */
export function onInstallation({ installations }: Pick<Stores, "installations">): Handler<"installation"> {
  return async ({ payload, log }) => {
    const { id } = payload.installation;
    if (payload.action === "deleted") {
      await installations.forget(id);
      log.info({ installationId: id }, "Installation deleted with all that was stored of it");
      return;
    }
    await installations.remember({ id, installedAt: installedAt(payload) });
    log.info({ installationId: id }, "Installation recorded");
  };
}
