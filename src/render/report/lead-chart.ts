import * as Plot from "@observablehq/plot";
import type { Preview } from "../../domain/clone/preview.ts";
import { type Chart, drawn } from "./chart.ts";

const DAY_MINUTES = 1_440;
const GROUPS = [
  { key: "declared", colour: "ai", label: "AI declared" },
  { key: "undeclared", colour: "line", label: "nothing declared" },
] as const;

/** How long each week's changes took to production; nothing where merging is all that is known. */
export function leadTimes({ weeks }: Preview): Chart[] {
  const points = weeks.flatMap(({ digest: { week, beside } }) =>
    GROUPS.flatMap(({ key, colour, label }) => {
      const lead = beside.medianLeadMinutes?.[key] ?? null;
      return lead === null ? [] : [{ week, label, colour, days: lead / DAY_MINUTES }];
    }),
  );
  if (points.length === 0) return [];
  const title = "Days from merge to production, median";
  const daysOf = (week: string, label: string) =>
    points.find((point) => point.week === week && point.label === label)?.days.toFixed(1) ?? "none";
  return [
    {
      title,
      caption:
        "Of each week's net changes. Size and people differ between the groups; this does not show an effect of AI.",
      legend: GROUPS.map(({ colour, label }) => ({ colour, label })),
      ...drawn({
        label: title,
        weeks: weeks.map(({ digest: { week } }) => week),
        y: { zero: true },
        marks: GROUPS.flatMap(({ label, colour }) => {
          const own = points.filter((point) => point.label === label);
          return [
            Plot.lineY(own, { x: "week", y: "days", stroke: `var(--${colour})`, strokeWidth: 2 }),
            Plot.dot(own, { x: "week", y: "days", fill: `var(--${colour})`, r: 3 }),
          ];
        }),
      }),
      table: {
        head: ["week", ...GROUPS.map(({ label }) => label)],
        rows: weeks.map(({ digest: { week } }) => [week, ...GROUPS.map(({ label }) => daysOf(week, label))]),
      },
    },
  ];
}
