import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Chart, Layer, Part } from "./chart.ts";

const HEIGHT = 240;

/** Draws a chart as SVG in a width. */
export function draw({ title, weeks, axis, layers }: Chart, width: number): string {
  // About one name of a week in fifty pixels.
  const step = Math.ceil(weeks.length / (width / 50));
  const ticks = weeks.filter((_, index) => (weeks.length - 1 - index) % step === 0);
  const svg = Plot.plot({
    document: parseHTML("<html></html>").document,
    width,
    height: HEIGHT,
    marginLeft: 44,
    marginBottom: 32,
    ariaLabel: title,
    style: { fontSize: "12px", background: "none" },
    x: {
      type: "band",
      domain: weeks,
      ticks,
      tickSize: 0,
      tickFormat: (week: string) => week.slice(5),
      label: null,
    },
    y: { grid: true, nice: true, ticks: 5, tickSize: 0, label: null, ...scaleOf(axis) },
    marks: [...layers.flatMap(marksOf), Plot.ruleY([0])],
  });
  // A picture with one name: the names of its parts may not stand in it, and its numbers are in the table.
  svg.setAttribute("role", "img");
  for (const part of svg.querySelectorAll("g")) part.removeAttribute("aria-label");
  return svg.outerHTML;
}

function scaleOf({ top, isPercent = false }: Chart["axis"]): Plot.ScaleOptions {
  const ends = top === undefined ? { zero: true } : { domain: [0, top] };
  return isPercent ? { ...ends, tickFormat: "%" } : ends;
}

function marksOf(layer: Layer): Plot.Markish[] {
  const at = { x: "week", y: "value" };
  switch (layer.shape) {
    case "bars":
      return [Plot.barY(layer.points, { ...at, fill: colour(layer) })];
    case "line":
      return [
        Plot.lineY(layer.points, { ...at, stroke: colour(layer), strokeWidth: 2 }),
        Plot.dot(layer.points, { ...at, fill: colour(layer), r: 3 }),
      ];
    case "band": {
      const wide = { insetLeft: -4, insetRight: -4 };
      return [Plot.barY(layer.ranges, { x: "week", y1: "low", y2: "high", fill: colour(layer), ...wide })];
    }
    case "stack": {
      const { parts, order } = layer;
      return [Plot.barY(parts, { ...at, order: [...order], z: "name", fill: (part: Part) => colour(part) })];
    }
  }
}

function colour({ colour: name }: { readonly colour: string }): string {
  return `var(--${name})`;
}
