import type { Digest } from "../domain/metric/digest.ts";
import { PROXY, shipment } from "./figures.ts";
import { count } from "./text.ts";

/** One step on the way to the number. */
export interface FunnelStep {
  readonly from: string;
  readonly to: string;
  /** What the last one is. */
  readonly note?: string;
}

/** The way from what was deployed and merged to the number. */
export function funnelSteps({
  deployments,
  changes,
  normalizedDeployments: { total },
  ship,
}: Digest): FunnelStep[] {
  const isProxy = ship === "merges";
  const seen = {
    from: `${count(deployments.seen, shipment(ship))} seen`,
    to: `${deployments.counted} brought something new to production`,
  };
  return [
    ...(isProxy ? [] : [seen]),
    {
      from: `${count(changes.merged, "change")} merged`,
      to: `${isProxy ? "" : `${changes.arrived} arrived → `}${changes.effective} effective → ${changes.net} net`,
    },
    {
      from: count(changes.net, "net change"),
      to: count(total, "normalized deployment"),
      ...(isProxy ? { note: PROXY } : {}),
    },
  ];
}
