import { builderGroupOf, type GroupRules, type GroupsByRepository, unionOf } from "./builder-group.ts";
import { closesAny } from "./closed-pulls.ts";
import type { Measured } from "./measured.ts";
import { scopeOf } from "./scope.ts";
import { withheldBuilders, withheldSplits } from "./suppression.ts";
import { shiftWeek, startOf, type Week } from "./week.ts";
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
  /** The repositories whose closed pull requests, divided by what they declare, would; of the week alone. */
  readonly pulls: readonly string[];
}

/** The figures of one repository's own digest that are withheld to protect others. */
export interface Withheld {
  readonly hidesBuilders: boolean;
  readonly hiddenSplits: ReadonlySet<Week>;
  readonly hidesPulls: boolean;
}

/** The value where no organization's digest is published. */
export const NOTHING_WITHHELD: Withheld = {
  hidesBuilders: false,
  hiddenSplits: new Set(),
  hidesPulls: false,
};

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
  const own = works.get(week)?.groups;
  const idle = repositories.map(({ repository }) => [repository, NOBODY] as const);
  const groups = new Map([...idle, ...(own ?? [])]);
  return {
    builders: withheldBuilders({ groups }, splits.get(week) ?? [], rules),
    splits,
    pulls: withheldPulls(repositories, own, { week, zone, ...rules }),
  };
}

/** A repository that closed pull requests counts like one with work in production, even where nobody shipped. */
function withheldPulls(
  repositories: readonly Measured[],
  groups: GroupsByRepository = new Map(),
  { week, zone, ...rules }: GroupRules & { readonly week: Week; readonly zone: string },
): string[] {
  const ends = { start: startOf(week, zone).getTime(), end: startOf(shiftWeek(week, 1), zone).getTime() };
  const busy = repositories.filter((each) => closesAny(each, ends));
  const withPulls = busy.map(({ repository }) => {
    const group = groups.get(repository) ?? builderGroupOf([]);
    return [repository, { ...group, live: new Set([...group.live, ANYBODY]) }] as const;
  });
  // Pull requests are counted one by one, however many repositories somebody builds in on a day.
  return withheldSplits({ groups: new Map(withPulls), days: [] }, rules);
}

/** Stands for the people behind pull requests that did not ship. */
const ANYBODY = "anybody";

/** The withheld figures of one repository, by its `owner/name`. */
export function withheldOf(
  { builders, splits, pulls }: WithheldInOrganization,
  repository: string,
): Withheld {
  const hidesPulls = pulls.includes(repository);
  const hidden = [...splits].filter(([, names]) => names.includes(repository)).map(([week]) => week);
  return { hidesBuilders: builders.includes(repository), hiddenSplits: new Set(hidden), hidesPulls };
}
