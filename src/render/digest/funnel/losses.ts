import type { Digest } from "../../../domain/metric/digest.ts";
import { PROXY, shipment } from "../../figures.ts";
import { count } from "../../text.ts";

/** The way from the merged changes to the number, with only the steps that lost some; none where nothing was lost. */
export function lossLines(digest: Digest): string[] {
  const { changes, normalizedDeployments, ship } = digest;
  const losses = lossesOf(digest).filter(({ number }) => number > 0);
  if (losses.length === 0) return [];
  return [
    `${count(changes.merged, "change")} merged`,
    ...losses.map(({ number, what }) => `− ${number} ${what}`),
    `= **${count(normalizedDeployments.total, "normalized deployment")}**${ship === "merges" ? ` (${PROXY})` : ""}`,
  ];
}

/** What takes changes out of the number on each step of the way, in order; together they are the whole difference. */
function lossesOf({ changes, normalizedDeployments, ship }: Digest) {
  const { merged, arrived, effective, net, noBuilder } = changes;
  return [
    { number: merged - arrived, what: `waiting for a ${shipment(ship)}` },
    { number: arrived - effective, what: "of kinds that do not count" },
    { number: effective - net, what: "undone or withdrawn" },
    { number: noBuilder, what: "without anybody accountable" },
    {
      number: net - noBuilder - normalizedDeployments.total,
      what: "on days that count already, by another change of the same builder",
    },
  ];
}
