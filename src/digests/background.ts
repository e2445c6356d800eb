import { DEFAULT_POLICY } from "../domain/policy.ts";
import type { StoredRules } from "../domain/records/rules.ts";
import type { SettingsShown } from "../domain/settings-shown.ts";
import { UNSAID } from "../ingest/rules.ts";
import type { DigestOptions } from "../render/digest/options.ts";
import type { Repository } from "../storage/repositories.ts";
import type { StoredSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import type { OrganizationSubject } from "./digest-request.ts";
import { gapsShown } from "./gaps-shown.ts";
import type { Publication } from "./publication.ts";
import type { Deciding } from "./rule-changes.ts";
import type { OrganizationSeries } from "./series.ts";
import { nameOf } from "./subject.ts";

/** The stored facts that an issue shows beside the numbers. They do not depend on the week. */
export interface Background extends Pick<DigestOptions, "visible" | "gaps"> {
  /**
   * The changes of rules, choices and definitions. With a name they are of one of an organization's visible
   * repositories.
   */
  readonly deciding: readonly (Deciding & { readonly repository?: string })[];
  readonly settings: StoredSettings & { readonly current: StoredRules } & Pick<SettingsShown, "placedBy">;
}

type BackgroundStores = Pick<Stores, "histories" | "refusals" | "rules" | "settings">;

/** Loads the stored facts that an issue shows beside the numbers. */
export function loadBackground(
  stores: BackgroundStores,
  { series, subject, repository }: Publication,
): Promise<Background> {
  return series.scope === "owner" && "owner" in subject
    ? ofOrganization(stores, series, subject)
    : ofRepository(stores, repository);
}

const NO_CONFIG = { source: "none", problem: undefined } as const;

async function ofRepository(stores: BackgroundStores, { id }: Repository): Promise<Background> {
  const stored = (await stores.settings.find(id)) ?? { ...NO_CONFIG, policy: DEFAULT_POLICY };
  const rules = await stores.rules.list(id);
  const choices = await stores.histories.listChoices(id);
  return {
    deciding: [{ rules, choices, ...(await everywhere(stores)) }],
    settings: { ...stored, current: rules.at(-1) ?? UNSAID },
  };
}

async function ofOrganization(
  stores: BackgroundStores,
  { settings: { policy }, zone, unread, source }: OrganizationSeries,
  { repositories, visible }: OrganizationSubject,
): Promise<Background> {
  const named = repositories.filter((each) => visible?.has(nameOf(each)));
  const each = named.map(async (repository) => ({
    repository: nameOf(repository),
    rules: await stores.rules.list(repository.id),
    choices: await stores.histories.listChoices(repository.id),
    // A change of the definition, or of the key, is shown once for all.
    definitions: [],
    keyChanges: [],
  }));
  return {
    deciding: [{ rules: [], choices: [], ...(await everywhere(stores)) }, ...(await Promise.all(each))],
    settings: {
      source: "owner",
      policy,
      problem: undefined,
      current: { ...UNSAID, timezone: zone },
      placedBy: source === "config" ? undefined : source,
    },
    visible,
    gaps: gapsShown(await stores.refusals.list(), { repositories, unread }),
  };
}

/** The changes that affect all repositories. */
async function everywhere({ histories }: Pick<Stores, "histories">) {
  return {
    definitions: await histories.listDefinitionChanges(),
    keyChanges: await histories.listKeyChanges(),
  };
}
