import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { toolName } from "../../domain/attribution/agents.ts";
import type { Preview, PreviewWeek } from "../../domain/clone/preview.ts";
import { printable } from "../preview-notes.ts";

/** A chart with the numbers that it draws. */
export interface Chart {
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  readonly legend: readonly LegendEntry[];
  /** The drawing for a wide and for a narrow page, as SVG. */
  readonly wide: string;
  readonly narrow: string;
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** What a colour stands for; the colour is the name of one in the page's style. */
export interface LegendEntry {
  readonly colour: string;
  readonly label: string;
}

const [WIDE, NARROW] = [720, 340];
const HEIGHT = 240;
const MOST_TOOLS = 5;
const OTHERS = "other tools";

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

interface Drawing {
  readonly label: string;
  readonly weeks: readonly string[];
  readonly y: Plot.ScaleOptions;
  readonly marks: Plot.Markish[];
}

function drawn({ label, weeks, y, marks }: Drawing): Pick<Chart, "wide" | "narrow"> {
  const draw = (width: number) => {
    // About one name of a week in fifty pixels.
    const step = Math.ceil(weeks.length / (width / 50));
    const ticks = weeks.filter((_, index) => (weeks.length - 1 - index) % step === 0);
    const svg = Plot.plot({
      document: parseHTML("<html></html>").document,
      ...{ width, height: HEIGHT, marginLeft: 44, marginBottom: 32, ariaLabel: label },
      style: { fontSize: "12px", background: "none" },
      x: {
        type: "band",
        domain: weeks,
        ticks,
        tickSize: 0,
        tickFormat: (week: string) => week.slice(5),
        label: null,
      },
      y: { grid: true, nice: true, ticks: 5, tickSize: 0, label: null, ...y },
      marks: [...marks, Plot.ruleY([0])],
    });
    // A picture with one name: the names of its parts may not stand in it, and its numbers are in the table.
    svg.setAttribute("role", "img");
    for (const part of svg.querySelectorAll("g")) part.removeAttribute("aria-label");
    return svg.outerHTML;
  };
  return { wide: draw(WIDE), narrow: draw(NARROW) };
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
        usual === null ? "none yet" : `${usual[0]}–${usual[1]}`,
      ]),
    },
  };
}

interface ToolPart {
  readonly week: string;
  readonly tool: string;
  readonly share: number;
}

/** What part of each week's normalized deployments each tool had, the five most used by name. */
function toolShares({ weeks }: Preview): Chart[] {
  const sums = new Map<string, number>();
  for (const { tools } of weeks)
    for (const { tool, normalizedDeployments: part } of tools) sums.set(tool, (sums.get(tool) ?? 0) + part);
  const ranked = [...sums].sort(([a, partA], [b, partB]) => partB - partA || (a < b ? -1 : 1));
  const named = ranked.slice(0, MOST_TOOLS).map(([tool]) => tool);
  if (named.length === 0) return [];
  const nameOf = (tool: string) => (named.includes(tool) ? printable(toolName(tool)) : OTHERS);
  const names = [...named.map(nameOf), ...(ranked.length > MOST_TOOLS ? [OTHERS] : [])];
  const colours = new Map(names.map((name, index) => [name, name === OTHERS ? "rest" : `tool-${index + 1}`]));
  const parts = weeks.flatMap((week) => partsOf(week, nameOf));
  const title = "AI-assisted share by tool";
  const shareOf = (week: string, tool: string) =>
    parts
      .filter((part) => part.week === week && part.tool === tool)
      .reduce((sum, { share }) => sum + share, 0);
  return [
    {
      title,
      caption: "What part of each week's normalized deployments declares which tool.",
      legend: names.map((name) => ({ colour: colours.get(name) ?? "rest", label: name })),
      ...drawn({
        label: title,
        weeks: weeks.map(({ digest: { week } }) => week),
        y: { domain: [0, 1], tickFormat: "%" },
        marks: [
          Plot.barY(parts, {
            ...{ x: "week", y: "share", order: names, z: "tool" },
            fill: ({ tool }: ToolPart) => `var(--${colours.get(tool)})`,
          }),
        ],
      }),
      table: {
        head: ["week", ...names],
        rows: weeks.map(({ digest: { week } }) => [
          week,
          ...names.map((name) => percentOf(shareOf(week, name))),
        ]),
      },
    },
  ];
}

function partsOf({ digest, tools }: PreviewWeek, nameOf: (tool: string) => string): ToolPart[] {
  const { total } = digest.normalizedDeployments;
  return tools
    .filter(() => total > 0)
    .map(({ tool, normalizedDeployments }) => ({
      ...{ week: digest.week, tool: nameOf(tool), share: normalizedDeployments / total },
    }));
}

const DAY_MINUTES = 1_440;
const GROUPS = [
  { key: "declared", colour: "ai", label: "AI declared" },
  { key: "undeclared", colour: "line", label: "nothing declared" },
] as const;

function leadTimes({ weeks }: Preview): Chart[] {
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

function percentOf(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
