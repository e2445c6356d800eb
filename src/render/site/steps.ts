import { percent } from "../figures.ts";
import { type Html, html } from "../html.ts";

/** A step from an opened pull request to work that stays. */
export interface Step {
  readonly name: string;
  readonly meaning: string;
  readonly number: number;
}

/** The rows of some steps, each with a bar and its share of the first one. */
export function stepRows(steps: readonly Step[], first: number): readonly (readonly (string | Html)[])[] {
  return steps.map(({ name, meaning, number }) => [
    html`${name}<small>${meaning}</small>`,
    html`<span class="part" style="width:${Math.round((100 * number) / first)}%"></span>`,
    `${number}`,
    percent(number / first),
  ]);
}

/** The time of some weeks, the first one first. */
export function whenOf(weeks: readonly { readonly week: string }[]): string {
  const [first = "", last = ""] = [weeks[0]?.week, weeks.at(-1)?.week];
  return first === last ? `in ${last}` : `from ${first} to ${last}`;
}
