import * as Plot from "@observablehq/plot";
import type { Preview } from "../../../domain/clone/preview.ts";
import { span } from "../../figures.ts";
import { type Chart, drawn, percentOf } from "../../report/chart.ts";
import { leadTimes } from "./lead-times.ts";
import { toolShares } from "./tool-shares.ts";

/** Draws what a preview shows by week; charts without anything to show are left out. */
export function drawCharts(preview: Preview): Chart[] {
  const { isWithheld } = preview.digest.beside;
  return [
    totals(preview),
    ...(isWithheld ? [] : toolShares(preview)),
    ...leadTimes(preview),
    ...undoneShares(preview),
  ];
}

function totals({ weeks, digest }: Preview): Chart {
  const { isWithheld } = digest.beside;
  const rows = weeks.map(({ digest: { week, state, normalizedDeployments } }) => ({
    ...{ week, state, total: normalizedDeployments.total },
    ...{ aiAssisted: normalizedDeployments.aiAssisted, usual: normalizedDeployments.usual },
  }));
  const banded = rows.flatMap(({ week, usual }) =>
    usual === null ? [] : [{ week, low: usual[0], high: usual[1] }],
  );
  const title = "Normalized deployments by week of merge";
  return {
    title,
    caption: "Days of one builder's merged work that shipped and stayed.",
    legend: [
      { colour: "rest", label: "all" },
      ...(isWithheld ? [] : [{ colour: "ai", label: "AI-assisted part" }]),
      ...(banded.length > 0 ? [{ colour: "band", label: "usual range" }] : []),
    ],
    ...drawn({
      label: title,
      weeks: rows.map(({ week }) => week),
      y: { domain: [0, Math.max(5, ...rows.map(({ total }) => total), ...banded.map(({ high }) => high))] },
      marks: [
        Plot.barY(banded, {
          x: "week",
          y1: "low",
          y2: "high",
          fill: "var(--band)",
          insetLeft: -4,
          insetRight: -4,
        }),
        Plot.barY(rows, { x: "week", y: "total", fill: "var(--rest)" }),
        ...(isWithheld ? [] : [Plot.barY(rows, { x: "week", y: "aiAssisted", fill: "var(--ai)" })]),
      ],
    }),
    table: {
      head: ["week", "state", "total", ...(isWithheld ? [] : ["AI-assisted"]), "usual range"],
      rows: rows.map(({ week, state, total, aiAssisted, usual }) => [
        ...[week, state, `${total}`, ...(isWithheld ? [] : [`${aiAssisted}`])],
        usual === null ? "none yet" : span(usual),
      ]),
    },
  };
}

function undoneShares({ weeks }: Preview): Chart[] {
  const rows = weeks
    .filter(({ digest: { state, changes } }) => state !== "open" && changes.undone + changes.net > 0)
    .map(({ digest: { week, state, changes } }) => ({
      ...{ week, state, undone: changes.undone, live: changes.undone + changes.net },
      share: changes.undone / (changes.undone + changes.net),
    }));
  // Without any there is nothing to draw; what stands beside the number says so.
  if (rows.every(({ undone }) => undone === 0)) return [];
  const title = "Share of shipped changes that were undone";
  return [
    {
      title,
      caption: "Reverted or rolled back after they shipped. Weeks that are not settled can still rise.",
      legend: [],
      ...drawn({
        label: title,
        weeks: weeks.map(({ digest: { week } }) => week),
        y: { domain: [0, Math.max(0.1, ...rows.map(({ share }) => share))], tickFormat: "%" },
        marks: [Plot.barY(rows, { x: "week", y: "share", fill: "var(--undone)" })],
      }),
      table: {
        head: ["week", "state", "undone", "of", "share"],
        rows: rows.map(({ week, state, undone, live, share }) => [
          week,
          state,
          `${undone}`,
          `${live}`,
          percentOf(share),
        ]),
      },
    },
  ];
}
