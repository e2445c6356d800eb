import * as Plot from "@observablehq/plot";
import type { Preview } from "../../../domain/clone/preview.ts";
import { type Chart, drawn } from "../../report/chart.ts";

const DAY_MINUTES = 1_440;
/** How long each week's changes took to production; nothing where merging is all that is known. */
export function leadTimes({ weeks }: Preview): Chart[] {
  const points = weeks.flatMap(({ digest: { week, beside } }) => {
    const lead = beside.medianLeadMinutes?.all ?? null;
    return lead === null ? [] : [{ week, days: lead / DAY_MINUTES }];
  });
  if (points.length === 0) return [];
  const title = "Days from merge to production, median";
  const daysOf = (week: string) => points.find((point) => point.week === week)?.days.toFixed(1) ?? "none";
  return [
    {
      title,
      caption: "Of each week's net changes.",
      legend: [],
      ...drawn({
        label: title,
        weeks: weeks.map(({ digest: { week } }) => week),
        y: { zero: true },
        marks: [
          Plot.lineY(points, { x: "week", y: "days", stroke: "var(--line)", strokeWidth: 2 }),
          Plot.dot(points, { x: "week", y: "days", fill: "var(--line)", r: 3 }),
        ],
      }),
      table: {
        head: ["week", "days"],
        rows: weeks.map(({ digest: { week } }) => [week, daysOf(week)]),
      },
    },
  ];
}
