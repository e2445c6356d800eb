import type { SettingsShown } from "../domain/settings-shown.ts";
import type { Settings } from "./settings.ts";

/** The settings in force, in the form that is shown. */
export function settingsShown(
  holding: Omit<Settings, "rules"> & Pick<SettingsShown, "choice" | "placedBy">,
): SettingsShown {
  const { source, policy, current, unreadAttributes, choice, placedBy } = holding;
  const { check, digest, privacy, disclosure } = policy;
  const { ship, production, services, exclude, agents, prose, bots, creators, timezone } = current;
  return {
    source,
    ship,
    choice,
    production,
    exclude,
    prose,
    timezone,
    check,
    digest,
    placedBy,
    privacy,
    disclosure,
    services: services.map(({ name }) => name),
    agents: agents.map(({ name }) => name),
    bots: bots.length,
    unreadAttributes,
    hasCreators: creators !== undefined,
  };
}
