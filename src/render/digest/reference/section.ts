import type { Digest } from "../../../domain/metric/digest.ts";
import { growth, weeklyRange } from "../../figures.ts";
import type { Section } from "../section.ts";

/** The comparison of a quarter's first week with the first twelve. */
export const reference: Section = { markdown: renderReference };

const PLACES = { none: "within", above: "above", below: "below" };

function renderReference({ reference: found, normalizedDeployments: { total } }: Digest): string {
  if (found === null) return "";
  const { weeks, first, last, usual, signal } = found;
  const change = growth(first, last);
  return [
    "**Once a quarter, against the beginning:**",
    `${last} normalized deployments in the last 12 complete weeks, ${first} in the first 12 (${weeks[0]} to ${weeks[1]})${change ? `: ${change}` : ""}.`,
    `This week's ${total} lies ${PLACES[signal]} their range of ${weeklyRange(usual)}.`,
  ].join(" ");
}
