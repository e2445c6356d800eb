import { type GroupRules, unionOf } from "./builder-group.ts";
import type { Measured } from "./measured.ts";
import { scopeOf } from "./scope.ts";
import { withheldBuilders, withheldSplits } from "./suppression.ts";
import type { Week } from "./week.ts";
import { workByWeek } from "./work-of-week.ts";

/**
 * The figures that the repositories of an organization must not publish, since they would expose others together with
 * its digest.
 */
export interface WithheldInOrganization {
  /** The repositories, as `owner/name`, whose figures about builders would expose the rest. */
  readonly builders: readonly string[];
  /** The repositories whose splits by AI assistance would, for the week and each earlier week in its digest. */
  readonly splits: ReadonlyMap<Week, readonly string[]>;
}

/** The figures of one repository's own digest that are withheld to protect others. */
export interface Withheld {
  readonly hidesBuilders: boolean;
  readonly hiddenSplits: ReadonlySet<Week>;
}

/** The value where no organization's digest is published. */
export const NOTHING_WITHHELD: Withheld = { hidesBuilders: false, hiddenSplits: new Set() };

/** Any name without a slash is the name of an organization. */
const OWNER = "owner";
const NOBODY = unionOf([]);

/**
 * Finds the figures that the repositories of an organization must not publish.
 *
 * Only the repositories in its digest count, since only these can be subtracted from it.
 */
export function withheldAmong(
  measured: readonly Measured[],
  { week, zone, ...rules }: GroupRules & { readonly week: Week; readonly zone: string },
): WithheldInOrganization {
  const { repositories } = scopeOf(measured, OWNER);
  const works = workByWeek(repositories, { week, zone });
  const splits = new Map([...works].map(([each, work]) => [each, withheldSplits(work, rules)]));
  const idle = repositories.map(({ repository }) => [repository, NOBODY] as const);
  const groups = new Map([...idle, ...(works.get(week)?.groups ?? [])]);
  return { builders: withheldBuilders({ groups }, splits.get(week) ?? [], rules), splits };
}

/** The withheld figures of one repository, by its `owner/name`. */
export function withheldOf({ builders, splits }: WithheldInOrganization, repository: string): Withheld {
  const hidden = [...splits].filter(([, names]) => names.includes(repository)).map(([week]) => week);
  return { hidesBuilders: builders.includes(repository), hiddenSplits: new Set(hidden) };
}
