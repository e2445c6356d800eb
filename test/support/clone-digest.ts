import type { Digest } from "../../src/domain/metric/digest.ts";

/**
 * What a clone can know of a digest. It leaves out:
 * - reviews, and so approvals;
 * - sizes: GitHub counts the lines of a pull request, a clone those of its commits;
 * - which changes shipped or were undone: of a rebase a clone knows the commits, and not the number; so the comparison too;
 * - warnings, which are GitHub's;
 * - pull requests that were closed without a merge.
 *
 * The histories leave out what a clone cannot know either: deployments, prereleases and withdrawn releases, the same patch
 * again without a word, what a squash lost, forced pushes, changes of the config, and clocks that are wrong. People have
 * one address each.
 */
export function knownToClones({
  beside,
  undone,
  shipped,
  warnings: _,
  comparison: __,
  pulls: ___,
  tools,
  ...digest
}: Digest) {
  const { coverage, netChanges, rollbacks, medianLeadMinutes, isNearCeiling } = beside;
  return {
    ...digest,
    beside: { coverage, netChanges, rollbacks, medianLeadMinutes, isNearCeiling },
    undone: undone?.length,
    shipped: shipped?.map(({ repository, attribution }) => `${repository} ${attribution}`).toSorted(),
    tools: tools?.toSorted((a, b) => (a.tool < b.tool ? -1 : 1)),
  };
}
