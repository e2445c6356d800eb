import type { Digest } from "../../../domain/metric/digest.ts";
import { PROXY } from "../../figures.ts";
import { code, count } from "../../text.ts";
import { shippedBy } from "./targets.ts";

/** One step on the way to the number. */
interface FunnelStep {
  readonly from: string;
  readonly to: string;
  /** What the step came by, or what it is. */
  readonly note?: string;
}

/** The steps from the week's merged changes to the number; `write` makes a name safe to show. */
export function funnelSteps(digest: Digest, write = code): FunnelStep[] {
  const { changes, normalizedDeployments, ship } = digest;
  const isProxy = ship === "merges";
  const by = shippedBy(digest, write);
  return [
    {
      from: `${count(changes.merged, "change")} merged`,
      to: `${isProxy ? "" : `${changes.arrived} arrived → `}${changes.effective} effective → ${changes.net} net`,
      ...(by === undefined ? {} : { note: `shipped ${by}` }),
    },
    {
      from: count(changes.net, "net change"),
      to: count(normalizedDeployments.total, "normalized deployment"),
      ...(isProxy ? { note: PROXY } : {}),
    },
  ];
}
