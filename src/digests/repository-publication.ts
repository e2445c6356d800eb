import { NOTHING_WITHHELD, type Withheld } from "../domain/metric/organization-withheld.ts";
import { shift, startOf, type Week } from "../domain/metric/week.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { shipSaidBy } from "../domain/shipping/ship-mode.ts";
import { UNSAID } from "../ingest/rules.ts";
import { settingsShown } from "../ingest/settings-shown.ts";
import { toolNames } from "../render/tool-names.ts";
import type { Stores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import type { RepositorySubject } from "./digest-request.ts";
import type { Publication } from "./publish.ts";
import { ruleChangesIn } from "./rule-changes.ts";

/** A repository's digest as it is published in the repository itself. */
export async function repositoryPublication(
  stores: Stores,
  {
    compute,
    definitionUrl,
    withheldIn = async () => NOTHING_WITHHELD,
    ...request
  }: Omit<RepositorySubject, "withheld"> & {
    readonly week: Week;
    readonly now: Date;
    readonly compute: Pick<Computer, "digest">;
    readonly definitionUrl: string | undefined;
    /** What of a week's digest is withheld for the sake of other repositories. */
    readonly withheldIn?: (week: Week) => Promise<Withheld>;
  },
): Promise<Publication> {
  const { repository, week } = request;
  const stored = await stores.settings.find(repository.id);
  const rules = await stores.rules.list(repository.id);
  const choices = await stores.histories.choices(repository.id);
  const definitions = await stores.histories.definitions();
  const keyChanges = await stores.histories.keyChanges();
  const current = rules.at(-1) ?? UNSAID;
  const { source, policy, problem } = stored ?? {
    source: "none",
    policy: DEFAULT_POLICY,
    problem: undefined,
  };
  return {
    ...{ repository, week, scope: "repository" },
    async compute(asked) {
      return compute.digest({ ...request, week: asked, withheld: await withheldIn(asked) });
    },
    async shows(asked) {
      const end = new Date(startOf(shift(asked, 1), current.timezone).getTime() - 1);
      const { choice } = shipSaidBy({ rules, choices }, end);
      return {
        names: toolNames(current.agents),
        settings: settingsShown({ source, policy, problem, current, choice }),
        ruleChanges: ruleChangesIn(
          { rules, choices, definitions, keyChanges },
          { week: asked, zone: current.timezone },
        ),
        definitionUrl,
      };
    },
  };
}
