import type { Preview } from "../../../domain/clone/preview.ts";
import { span } from "../../figures.ts";
import { type Chart, type Layer, percentOf } from "../../report/chart.ts";
import { leadTimes } from "./lead-times.ts";
import { toolShares } from "./tool-shares.ts";

/** The charts of a preview by week, without empty ones. */
export function chartsOf(preview: Preview): Chart[] {
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
  const rows = weeks.map(({ digest: { week, state, normalizedDeployments } }) => {
    const { total, aiAssisted, usual } = normalizedDeployments;
    return { week, state, total, aiAssisted, usual };
  });
  const ranges = rows.flatMap(({ week, usual }) =>
    usual === null ? [] : [{ week, low: usual[0], high: usual[1] }],
  );
  const assisted = rows.map(({ week, aiAssisted }) => ({ week, value: aiAssisted }));
  const layers: Layer[] = [
    { shape: "band", colour: "band", ranges },
    { shape: "bars", colour: "rest", points: rows.map(({ week, total }) => ({ week, value: total })) },
    ...(isWithheld ? [] : [{ shape: "bars", colour: "ai", points: assisted } as const]),
  ];
  return {
    title: "Normalized deployments by week of merge",
    caption: "Days of one builder's merged work that shipped and stayed.",
    legend: [
      { colour: "rest", label: "all" },
      ...(isWithheld ? [] : [{ colour: "ai", label: "AI-assisted part" }]),
      ...(ranges.length > 0 ? [{ colour: "band", label: "usual range" }] : []),
    ],
    weeks: rows.map(({ week }) => week),
    axis: { top: Math.max(5, ...rows.map(({ total }) => total), ...ranges.map(({ high }) => high)) },
    layers,
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
    .map(({ digest: { week, state, changes } }) => {
      const { undone, net } = changes;
      return { week, state, undone, live: undone + net, value: undone / (undone + net) };
    });
  // Without any there is nothing to draw; what stands beside the number says so.
  if (rows.every(({ undone }) => undone === 0)) return [];
  return [
    {
      title: "Share of shipped changes that were undone",
      caption: "Reverted or rolled back after they shipped. Weeks that are not settled can still rise.",
      legend: [],
      weeks: weeks.map(({ digest: { week } }) => week),
      axis: { top: Math.max(0.1, ...rows.map(({ value }) => value)), isPercent: true },
      layers: [{ shape: "bars", colour: "undone", points: rows }],
      table: {
        head: ["week", "state", "undone", "of", "share"],
        rows: rows.map(({ week, state, undone, live, value }) => [
          week,
          state,
          `${undone}`,
          `${live}`,
          percentOf(value),
        ]),
      },
    },
  ];
}
