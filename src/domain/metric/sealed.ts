import { NO_FIGURES } from "./builders.ts";
import type { Digest } from "./digest.ts";
import type { Week } from "./week.ts";

/** The limits on what readers of a sealed digest may see. */
export interface SealedReaders {
  /** Whether figures about builders would expose other repositories. */
  readonly hidesBuilders: boolean;
  /** The weeks whose splits would expose other repositories. */
  readonly hiddenSplits: ReadonlySet<Week>;
  /** Whether the division of closed pull requests would expose other repositories. */
  readonly hidesPulls: boolean;
  /** Whether everything is public. */
  readonly isPublic: boolean;
}

/**
 * A sealed digest, without figures that its readers may not see.
 *
 * A digest of an earlier version contains splits of any number of builders, and does not say for which weeks there were
 * enough. So the splits of all weeks but its own are withheld. For its own week, a published number of builders shows
 * that there were enough.
 */
export function sealedFor(sealed: Digest, readers: SealedReaders): Digest {
  const { hidesBuilders, hiddenSplits, hidesPulls, isPublic } = readers;
  const isOld = sealed.floor === undefined && !isPublic;
  const isTooFew = isOld && sealed.builders.count === null;
  const isHidden = hiddenSplits.has(sealed.week);
  const shown: Digest = {
    ...sealed,
    builders: hidesBuilders ? NO_FIGURES : sealed.builders,
    ...(hidesPulls ? undividedPulls(sealed) : {}),
    weeks: sealed.weeks.map((each) => {
      const isPublished = each.week === sealed.week ? !isTooFew : !isOld;
      return isPublished && !hiddenSplits.has(each.week) ? each : { ...each, aiAssisted: null };
    }),
    undone: isTooFew && sealed.undone?.length !== 0 ? null : sealed.undone,
  };
  if (!isTooFew && !isHidden) {
    const areMixed = isOld || sealed.weeks.some(({ week }) => hiddenSplits.has(week));
    return areMixed ? withoutBands(shown) : shown;
  }
  return withoutSplit(shown, isTooFew ? "privacy" : "others");
}

/** A digest without its undone shares. Nobody knows which weeks in them had too few builders. */
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
    ...undividedPulls(digest),
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

function undividedPulls({ pulls }: Digest): Pick<Digest, "pulls"> {
  return pulls === undefined ? {} : { pulls: { ...pulls, declared: null, undeclared: null, unknown: null } };
}
