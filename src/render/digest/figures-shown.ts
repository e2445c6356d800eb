import type { Digest } from "../../domain/metric/digest.ts";

/** Whether nothing was merged and nothing deployed in the week. */
export function isEmpty({ deployments, changes }: Digest): boolean {
  return deployments.seen === 0 && changes.merged === 0;
}

/** Whether the issue shows the figures behind the number. It omits them for an empty or a quiet week. */
export function hasFigures(digest: Digest): boolean {
  return !isEmpty(digest) && digest.normalizedDeployments.signal !== "quiet";
}
