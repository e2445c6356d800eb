import type { Preview } from "../../../domain/clone/preview.ts";
import type { Chart } from "../../report/chart.ts";

const DAY_MINUTES = 1_440;

/** The time from merge to production for each week's changes; nothing where shipping means merging. */
export function leadTimes({ weeks }: Preview): Chart[] {
  const points = weeks.flatMap(({ digest: { week, beside } }) => {
    const lead = beside.medianLeadMinutes?.all ?? null;
    return lead === null ? [] : [{ week, value: lead / DAY_MINUTES }];
  });
  if (points.length === 0) return [];
  const daysOf = (week: string) => points.find((point) => point.week === week)?.value.toFixed(1) ?? "none";
  return [
    {
      title: "Days from merge to production, median",
      caption: "Of each week's net changes.",
      legend: [],
      weeks: weeks.map(({ digest: { week } }) => week),
      axis: {},
      layers: [{ shape: "line", colour: "line", points }],
      table: {
        head: ["week", "days"],
        rows: weeks.map(({ digest: { week } }) => [week, daysOf(week)]),
      },
    },
  ];
}
