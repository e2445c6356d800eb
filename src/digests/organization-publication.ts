import type { Week } from "../domain/metric/week.ts";
import { mayBeNamedIn } from "../domain/visibility.ts";
import type { GitHubClient } from "../github/octokit.ts";
import { fetchRepositories, findRepository } from "../github/visibility.ts";
import { UNSAID } from "../ingest/rules.ts";
import { settingsShown } from "../ingest/settings-shown.ts";
import { toolNames } from "../render/tool-names.ts";
import type { Repository } from "../storage/repositories.ts";
import type { OwnerSettings } from "../storage/settings.ts";
import type { Stores } from "../storage/stores.ts";
import type { Computer } from "./computation.ts";
import { gapsShown } from "./gaps-shown.ts";
import type { Publication } from "./publish.ts";
import { ruleChangesIn } from "./rule-changes.ts";

/** An organization's digest: what it is made of, and where its config wants it. */
interface OrganizationPublicationRequest {
  readonly owner: string;
  readonly installationId: number;
  /** Those of its repositories that the app is installed on, and of which the past is read. */
  readonly repositories: readonly Repository[];
  /** How many more are left out, since their past is still being read. */
  readonly unread: number;
  readonly settings: OwnerSettings;
  /** Where the digest is published, as `NAME` or `OWNER/NAME`. */
  readonly target: string;
  readonly week: Week;
  /** The zone of the organization's days and weeks. */
  readonly zone: string;
  readonly now: Date;
  readonly compute: Pick<Computer, "digest">;
  readonly definitionUrl: string | undefined;
}

/** An organization's digest cannot be published where its config wants it; the message says why and what to do. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/**
 * An organization's digest as it is published in the repository that its config names.
 *
 * Who may read that repository is asked now, since it can change: only repositories that all of them may know of, as far
 * as visibility tells, are named. Throws a `TargetError` when it is another owner's, or the app is not installed on it.
 */
export async function organizationPublication(
  octokit: GitHubClient,
  stores: Stores,
  request: OrganizationPublicationRequest,
): Promise<Publication> {
  const { owner, installationId, repositories, settings, target, week, zone, now } = request;
  const { compute, definitionUrl } = request;
  const [name = "", elsewhere] = target.split("/").reverse();
  if (elsewhere !== undefined && elsewhere.toLowerCase() !== owner.toLowerCase()) {
    throw new TargetError(`digest.repository: ${target} is not one of ${owner}'s repositories`);
  }
  const place = await findRepository(octokit, { owner, name });
  if (place === undefined) {
    throw new TargetError(
      `digest.repository: ${owner}/${name} is not there, or the app is not installed on it`,
    );
  }
  const { visibility, ...found } = place;
  const repository: Repository = { ...found, installationId };
  await stores.repositories.remember(repository);
  const there = await fetchRepositories(octokit, owner);
  await stores.repositories.learn(there.values());
  // One whose visibility is not told is taken as private.
  const visible = repositories.filter(({ id }) =>
    mayBeNamedIn(visibility, there.get(id)?.visibility ?? "private"),
  );
  const rules = await Promise.all(
    visible.map(async ({ id, owner: of, name: its }) => ({
      name: `${of}/${its}`,
      rules: await stores.rules.list(id),
      choices: await stores.histories.choices(id),
      // One change of the definition, or of the key, is one for all of them.
      ...{ definitions: [], keyChanges: [] },
    })),
  );
  const definitions = await stores.histories.definitions();
  const keyChanges = await stores.histories.keyChanges();
  const names = new Set(rules.map((each) => each.name));
  const gaps = gapsShown(await stores.refusals.list(), { repositories, unread: request.unread });
  return {
    ...{ repository, week, scope: "owner" },
    compute: (asked) =>
      compute.digest({ owner, repositories, place: repository, visible: names, week: asked, now }),
    async shows(asked) {
      return {
        names: toolNames(rules.flatMap((each) => each.rules.at(-1)?.agents ?? [])),
        visible: names,
        gaps,
        settings: settingsShown({
          ...{ source: "owner", policy: settings.policy, problem: undefined },
          current: { ...UNSAID, timezone: zone },
        }),
        ruleChanges: [
          ...ruleChangesIn({ rules: [], choices: [], definitions, keyChanges }, { week: asked, zone }),
          ...rules.flatMap((each) =>
            ruleChangesIn(each, { week: asked, zone }).map((change) => ({
              repository: each.name,
              ...change,
            })),
          ),
        ],
        definitionUrl,
      };
    },
  };
}
