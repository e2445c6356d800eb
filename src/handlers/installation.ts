import { installedAt } from "../github/facts.ts";
import type { Stores } from "../storage/stores.ts";
import type { Handler, HandlerOptions } from "./event.ts";

/**
 * Records who installs the app, and deletes everything of those who remove it.
 *
 * While an installation is suspended nothing of it is worked and GitHub sends nothing, so what happened meanwhile is a gap.
 */
export function onInstallation(
  { installations }: Pick<Stores, "installations">,
  { clock, onStale, onGap }: Pick<HandlerOptions, "clock" | "onStale" | "onGap">,
): Handler<"installation"> {
  return async ({ payload, log }) => {
    const { id } = payload.installation;
    switch (payload.action) {
      case "created":
        await installations.create({ id, installedAt: installedAt(payload) });
        return log.info({ installationId: id }, "Installation recorded");
      case "deleted":
        await installations.forget(id, clock());
        return log.info({ installationId: id }, "Installation deleted with all that was stored of it");
      case "suspend":
        await installations.suspend(id, clock());
        return log.info({ installationId: id }, "Installation suspended");
      case "unsuspend": {
        const since = await installations.resume(id);
        if (since !== undefined) await onGap?.({ installationId: id, since });
        onStale();
        return log.info({ installationId: id, since }, "Installation not suspended any more");
      }
    }
  };
}
