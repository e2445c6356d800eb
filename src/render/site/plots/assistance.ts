import { percent } from "../../figures.ts";
import { fewerThan, shownAdoption } from "../../withheld.ts";
import type { SiteScope } from "../site.ts";
import type { Value } from "./paths.ts";
import type { Layer, Plot } from "./plot.ts";
import { asPercent, plotOf } from "./plot-of.ts";
import { isAnyKnown } from "./values.ts";
import { USUAL } from "./work.ts";

/** The AI-assisted part of the normalized deployments. */
export function share(scope: SiteScope): Plot | undefined {
  const shares = scope.weeks.map(({ share: found }) => found?.percent ?? null);
  const ranges = scope.weeks.map(({ share: found }) => found?.usual ?? null);
  if (!isAnyKnown(shares)) return undefined;
  const layers: Layer[] = [
    { shape: "band", colour: "band", ranges },
    { shape: "line", colour: "ai", values: shares },
  ];
  const options = { write: (value: number) => `${value} %` };
  return plotOf(
    scope,
    shares,
    {
      id: "share",
      title: "AI-assisted share",
      caption: `The part of the normalized deployments whose changes declare an AI tool. Nothing declared does not mean written without AI. ${gapsOf(scope, shares)}`,
      legend: [{ colour: "ai", label: "share" }, ...(isAnyKnown(ranges) ? [USUAL] : [])],
      highest: 100,
      unit: " %",
      layers,
    },
    options.write,
  );
}

function gapsOf({ digest }: SiteScope, values: readonly Value[]): string {
  return values.includes(null)
    ? `A gap: nothing shipped, ${fewerThan(digest).toLowerCase()} builders did, or too little is known.`
    : "";
}

/** The part of the builders with an AI-assisted change. */
export function adoption(scope: SiteScope): Plot | undefined {
  const shares = scope.weeks.map((week) => {
    const found = shownAdoption(week);
    return typeof found === "number" ? found : null;
  });
  if (!isAnyKnown(shares)) return undefined;
  const layers: Layer[] = [{ shape: "line", colour: "adoption", values: shares.map(asPercent) }];
  return plotOf(
    scope,
    shares,
    {
      id: "adoption",
      title: "Adoption",
      caption: `The part of the builders of a week with at least one AI-assisted change that stayed. A gap: ${fewerThan(scope.digest).toLowerCase()} builders, a share that would point at one person, or too little is known.`,
      legend: [],
      highest: 100,
      unit: " %",
      layers,
    },
    percent,
  );
}
