import { NO_FIGURES } from "./builders.ts";
import type { Digest } from "./digest.ts";
import type { Week } from "./week.ts";

/** What the readers of a sealed digest may know. */
export interface SealedReaders {
  /** Whether figures about builders would expose those of other repositories. */
  readonly hidesBuilders: boolean;
  /** The weeks whose splits would expose those of other repositories. */
  readonly hiddenSplits: ReadonlySet<Week>;
  /** Whether all is public. */
  readonly isPublic: boolean;
}

/**
 * A digest as it was sealed, without what its readers may not know.
 *
 * One of an earlier version holds splits of however few builders; of which weeks, it does not say, so all are withheld but
 * its own. Whether that had enough builders it says by telling their number.
 */
export function sealedFor(sealed: Digest, { hidesBuilders, hiddenSplits, isPublic }: SealedReaders): Digest {
  const isOld = sealed.floor === undefined && !isPublic;
  const isTooFew = isOld && sealed.builders.count === null;
  const isHidden = hiddenSplits.has(sealed.week);
  const shown: Digest = {
    ...sealed,
    builders: hidesBuilders ? NO_FIGURES : sealed.builders,
    weeks: sealed.weeks.map((each) => {
      const isTold = each.week === sealed.week ? !isTooFew : !isOld;
      return isTold && !hiddenSplits.has(each.week) ? each : { ...each, aiAssisted: null };
    }),
    undone: isTooFew && sealed.undone?.length !== 0 ? null : sealed.undone,
  };
  if (!isTooFew && !isHidden) {
    const areMixed = isOld || sealed.weeks.some(({ week }) => hiddenSplits.has(week));
    return areMixed ? withoutBands(shown) : shown;
  }
  return withoutSplit(shown, isTooFew ? "privacy" : "others");
}

/** Which of their weeks had too few builders is not known. */
function withoutBands(digest: Digest): Digest {
  const { beside } = digest;
  return { ...digest, beside: { ...beside, undone: { ...beside.undone, bands: null } } };
}

function withoutSplit(digest: Digest, why: "privacy" | "others"): Digest {
  const { changes, normalizedDeployments, builders, beside } = withoutBands(digest);
  const neither = { declared: null, undeclared: null };
  const { medianLeadMinutes } = beside;
  return {
    ...digest,
    changes: { ...changes, ...neither, unknown: null },
    normalizedDeployments: { ...normalizedDeployments, aiAssisted: null, unknown: null },
    builders: { ...builders, adoption: null },
    share: null,
    ...(digest.summary?.kind === "told" ? { summary: { ...digest.summary, share: "unknown" } } : {}),
    beside: {
      ...beside,
      isWithheld: true,
      withheldFor: why,
      coverage: null,
      medianLeadMinutes: medianLeadMinutes && { ...medianLeadMinutes, ...neither },
      medianLines: { ...beside.medianLines, ...neither },
      medianIntervals: null,
      approvals: null,
    },
    comparison: { cannotTell: "privacy" },
    tools: null,
  };
}
