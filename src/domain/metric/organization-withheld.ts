import type { Measured } from "./measured.ts";
import { scopeOf } from "./scope.ts";
import {
  type CrowdRules,
  crowdsByWeek,
  unionOf,
  withheldRepositories,
  withheldSplits,
} from "./suppression.ts";
import type { Week } from "./week.ts";

/** What the repositories of an organization must not publish themselves, since it would expose others beside its digest. */
export interface WithheldInOrganization {
  /** The repositories, as `owner/name`, whose figures about builders would tell of the rest. */
  readonly builders: readonly string[];
  /** Those whose splits by AI assistance would, in the week and each of those before it that its digest looks at. */
  readonly splits: ReadonlyMap<Week, readonly string[]>;
}

/** What of one repository's own digest is withheld for the sake of others. */
export interface Withheld {
  readonly hidesBuilders: boolean;
  readonly hiddenSplits: ReadonlySet<Week>;
}

/** Where no organization's digest is published, nothing is. */
export const NOTHING_WITHHELD: Withheld = { hidesBuilders: false, hiddenSplits: new Set() };

/** Any name without a slash is an organization's. */
const OWNER = "owner";
const NOBODY: ReadonlySet<string> = new Set();

/**
 * What the repositories of an organization must not publish themselves.
 *
 * Only those count that its digest adds up, since only they can be subtracted from it.
 */
export function withheldAmong(
  measured: readonly Measured[],
  { week, zone, ...rules }: CrowdRules & { readonly week: Week; readonly zone: string },
): WithheldInOrganization {
  const { repositories } = scopeOf(measured, OWNER);
  const crowds = crowdsByWeek(repositories, { week, zone });
  const own = crowds.get(week);
  const all = unionOf([...(own?.values() ?? [])]).net;
  const builders = new Map(
    repositories.map(({ repository }) => [repository, own?.get(repository)?.net ?? NOBODY]),
  );
  return {
    builders: withheldRepositories(all.size, builders, rules.floor),
    splits: new Map([...crowds].map(([each, of]) => [each, withheldSplits(of, rules)])),
  };
}

/** What is withheld of a repository, by its `owner/name`. */
export function withheldOf({ builders, splits }: WithheldInOrganization, repository: string): Withheld {
  const hidden = [...splits].filter(([, names]) => names.includes(repository)).map(([week]) => week);
  return { hidesBuilders: builders.includes(repository), hiddenSplits: new Set(hidden) };
}
