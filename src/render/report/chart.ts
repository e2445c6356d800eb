import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

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
interface LegendEntry {
  readonly colour: string;
  readonly label: string;
}

const [WIDE, NARROW] = [720, 340];
const HEIGHT = 240;
/** What is drawn by week. */
interface Drawing {
  readonly label: string;
  readonly weeks: readonly string[];
  readonly y: Plot.ScaleOptions;
  readonly marks: Plot.Markish[];
}

/** Draws for a wide and for a narrow page. */
export function drawn({ label, weeks, y, marks }: Drawing): Pick<Chart, "wide" | "narrow"> {
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

/** A share in whole percent. */
export function percentOf(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
