import { type Digest, digestWeek } from "../domain/metric/digest.ts";
import { NOTHING_WITHHELD, type Withheld } from "../domain/metric/organization-withheld.ts";
import { sealedFor } from "../domain/metric/sealed.ts";
import { shift, startOf, type Week } from "../domain/metric/week.ts";
import { DEFAULT_POLICY } from "../domain/policy.ts";
import { shipSaidBy } from "../domain/shipping/ship-mode.ts";
import { UNSAID } from "../ingest/rules.ts";
import { settingsShown } from "../ingest/settings-shown.ts";
import { toolNames } from "../render/tool-names.ts";
import type { Stores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import type { DigestRequest } from "./digest-request.ts";
import { type MeasureStores, measureRepository, zoneOf } from "./measure.ts";
import type { Publication } from "./publish.ts";
import { ruleChangesIn } from "./rule-changes.ts";

/** Computes a repository's digest of one week from what is stored. */
export async function computeDigest(
  stores: MeasureStores & Pick<Stores, "rules" | "settings" | "digests" | "seals">,
  { repository, week, now, isPublic: isOpen = false, withheld = NOTHING_WITHHELD }: DigestRequest,
): Promise<Digest> {
  const { privacy } = (await stores.settings.find(repository.id))?.policy ?? DEFAULT_POLICY;
  const isPublic = privacy.public && isOpen;
  const sealed = await stores.seals.find(repository.id, week);
  if (sealed !== undefined) {
    // A repository may have been renamed since.
    return {
      ...sealedFor(sealed, { ...withheld, isPublic }),
      scope: `${repository.owner}/${repository.name}`,
    };
  }
  const zone = await zoneOf(stores, repository);
  const { measured, warnings } = await measureRepository(stores, repository, { week, zone, now });
  const published = await stores.digests.listTotals({ repositoryId: repository.id, scope: "repository" });
  return digestWeek([measured], {
    ...{ scope: measured.repository, week, zone, now, published, warnings, ...withheld },
    ...{ floor: privacy.floor, isStrict: privacy.strict, isPublic },
  });
}

/** A repository's digest as it is published in the repository itself. */
export async function repositoryPublication(
  stores: Stores,
  {
    compute,
    definitionUrl,
    withheldIn = async () => NOTHING_WITHHELD,
    ...request
  }: Omit<DigestRequest, "withheld"> & {
    readonly compute: Pick<Computer, "repositoryDigest">;
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
      return compute.repositoryDigest({ ...request, week: asked, withheld: await withheldIn(asked) });
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
