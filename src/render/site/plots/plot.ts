import type { Week } from "../../../domain/metric/week.ts";
import { type Html, html, Html as Raw } from "../../html.ts";
import { kept } from "../blocks.ts";
import { areaPath, barPath, dotPath, linePath, markPath, type Range, type Value, viewBox } from "./paths.ts";
import { ticks } from "./scale.ts";

/** What is drawn over the weeks in one shape. `colour` is a name of the page's style. */
export type Layer =
  | {
      readonly shape: "bars";
      readonly colour: string;
      readonly values: readonly Value[];
      readonly from?: readonly Value[];
    }
  | { readonly shape: "line"; readonly colour: string; readonly values: readonly Value[] }
  | { readonly shape: "band"; readonly colour: string; readonly ranges: readonly Range[] };

/** A chart by week as plain data. */
export interface Plot {
  readonly id: string;
  readonly title: string;
  /** What it shows, in plain words. */
  readonly caption: string;
  /** The same for readers who do not see it: its newest value, and its span. */
  readonly alternative: string;
  readonly legend: readonly { readonly colour: string; readonly label: string }[];
  readonly weeks: readonly Week[];
  /** The highest value. */
  readonly highest: number;
  readonly isWhole?: boolean;
  /** Whether it belongs to a part of the page with a title of its own. */
  readonly isPart?: boolean;
  readonly unit?: string;
  /** The first one is drawn lowest. */
  readonly layers: readonly Layer[];
  /** The weeks in which the rules changed. */
  readonly marked: ReadonlySet<Week>;
}

/** Draws a chart. It stretches to the width of its place; only its marks are SVG, so that texts keep their size. */
export function figure(plot: Plot): Html {
  const { id, title, caption, alternative, legend, weeks, highest, isWhole = false, unit = "" } = plot;
  const marks = ticks(highest, isWhole);
  const top = marks.at(-1) ?? 1;
  const entries = legend.map(({ colour, label }) => html`<li><i class="${colour}"></i>${label}</li>`);
  return html`<figure class="chart" id="${id}">
${plot.isPart ? html`<h3>${title}</h3>` : html`<h2>${title}</h2>`}
${caption === "" ? "" : html`<figcaption>${kept(caption)}</figcaption>`}
${legend.length === 0 ? "" : html`<ul class="legend">${entries}</ul>`}
<div class="plot" role="img" aria-label="${alternative}">
<div class="y">${marks.map((mark) => html`<span>${mark}${unit}</span>`)}</div>
<svg viewBox="${viewBox(weeks.length)}" preserveAspectRatio="none" style="--steps:${marks.length - 1}">${drawn(plot, top)}</svg>
<div class="x">${weekLabels(weeks, id === "totals" ? 6 : 3)}</div>
</div>
</figure>
`;
}

function drawn({ layers, weeks, marked }: Plot, top: number): Html {
  const paths = layers.map((layer) => layerPath(layer, top));
  const lines = markPath(weeks.map((week) => marked.has(week)));
  return new Raw([...paths, path("rules", lines)].join(""));
}

function layerPath(layer: Layer, top: number): string {
  switch (layer.shape) {
    case "bars":
      return path(`bars ${layer.colour}`, barPath(layer.values, top, layer.from));
    case "line":
      return (
        path(`line ${layer.colour}`, linePath(layer.values, top)) +
        path(`line dot ${layer.colour}`, dotPath(layer.values, top))
      );
    case "band":
      return path(`area ${layer.colour}`, areaPath(layer.ranges, top));
  }
}

function path(kind: string, drawing: string): string {
  return drawing === "" ? "" : `<path class="${kind}" d="${drawing}"/>`;
}

/** The names of some weeks, the newest among them. A narrow page leaves out every other one of many. */
function weekLabels(weeks: readonly Week[], most: number): readonly Html[] {
  const step = Math.ceil(weeks.length / most);
  return weeks.flatMap((week, index) => {
    const back = weeks.length - 1 - index;
    if (back % step !== 0) return [];
    const place = ((index + 0.5) / weeks.length) * 100;
    const odd = most > 3 && (back / step) % 2 === 1 ? ' class="odd"' : "";
    return [new Raw(`<span${odd} style="left:${Math.round(place)}%">${week}</span>`)];
  });
}
