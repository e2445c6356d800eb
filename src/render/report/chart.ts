import type { Week } from "../../domain/metric/week.ts";

/** A chart by week as plain data, with the numbers that it draws. */
export interface Chart {
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly caption: string;
  readonly legend: readonly LegendEntry[];
  readonly weeks: readonly Week[];
  readonly axis: Axis;
  /** The first one is drawn lowest. */
  readonly layers: readonly Layer[];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}

/** The meaning of a colour, by its name in the page's style. */
interface LegendEntry {
  readonly colour: string;
  readonly label: string;
}

/** The vertical axis, from 0 to `top`; without a `top` to the highest value. */
interface Axis {
  readonly top?: number;
  readonly isPercent?: boolean;
}

/** What is drawn over the weeks in one shape; colours are names of the page's style. */
export type Layer =
  | { readonly shape: "bars" | "line"; readonly colour: string; readonly points: readonly Point[] }
  | { readonly shape: "band"; readonly colour: string; readonly ranges: readonly Range[] }
  | { readonly shape: "stack"; readonly order: readonly string[]; readonly parts: readonly Part[] };

/** A week's value. */
interface Point {
  readonly week: Week;
  readonly value: number | null;
}

interface Range {
  readonly week: Week;
  readonly low: number;
  readonly high: number;
}

/** One of several values of a week that are stacked in the order of their names. */
export interface Part extends Point {
  readonly name: string;
  readonly colour: string;
}

/** A share in whole percent. */
export function percentOf(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
