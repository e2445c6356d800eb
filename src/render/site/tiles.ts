import type { Digest } from "../../domain/metric/digest.ts";
import { CANNOT_TELL, minutes, percent, span, wholeNumbersIn } from "../figures.ts";
import { type Html, html } from "../html.ts";
import { count } from "../text.ts";
import { fewerThan, shownAdoption } from "../withheld.ts";
import { kept } from "./blocks.ts";

/** A figure of the week, large, with what is usual. */
interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
}

/** The figures of the week at one glance. */
export function tiles(digest: Digest): Html {
  const all = [total(digest), share(digest), undone(digest), lead(digest), adoption(digest)];
  const shown = all.filter((tile) => tile !== undefined);
  return html`<dl class="tiles">
${shown.map(
  ({
    name,
    value,
    note,
  }) => html`<div><dt>${kept(name)}</dt><dd><b>${value}</b> <small>${kept(note)}</small></dd></div>
`,
)}</dl>
`;
}

function total({ normalizedDeployments: { total: all, usual, learned }, state }: Digest): Tile {
  const soFar = state === "open" ? "so far; " : "";
  const range =
    usual === null
      ? `learning what is usual, ${learned} of 12 weeks`
      : `usually ${span(wholeNumbersIn(usual), " to ")}`;
  return { name: "Normalized deployments", value: `${all}`, note: `${soFar}${range}` };
}

function share(digest: Digest): Tile {
  const { share: found, normalizedDeployments } = digest;
  const name = "AI-assisted";
  if (found === null || found === undefined) return { name, value: "–", note: whyWithheld(digest) };
  const { percent: value, usual } = found;
  const range =
    usual === null
      ? `of ${normalizedDeployments.total}`
      : `usually ${span([round(usual[0]), round(usual[1])], " to ")} %`;
  return { name, value: `${round(value)} %`, note: range };
}

function whyWithheld({ normalizedDeployments: { total: all }, beside, floor }: Digest): string {
  if (all === 0) return "nothing shipped";
  if (beside.withheldFor === "privacy")
    return `withheld: ${fewerThan({ floor: floor ?? 0 }).toLowerCase()} builders`;
  if (beside.withheldFor === "coverage")
    return `withheld: attribution is known for ${percent(beside.coverage ?? 0)} of the changes`;
  return beside.isWithheld ? "withheld" : CANNOT_TELL;
}

function undone({ changes: { undone: gone, net }, state, ship }: Digest): Tile {
  const live = gone + net;
  const isSettled = state === "settled" || state === "final";
  const all = `${count(live, "change")} ${ship === "merges" ? "that count" : "in production"}`;
  const note = live === 0 ? "nothing shipped" : `of ${all}${isSettled ? "" : ", so far"}`;
  return { name: "Undone", value: `${gone}`, note };
}

function lead({ beside: { medianLeadMinutes } }: Digest): Tile | undefined {
  const middle = medianLeadMinutes?.all ?? null;
  if (middle === null) return undefined;
  return { name: "Merge to production", value: minutes(middle), note: "median" };
}

function adoption(digest: Digest): Tile {
  const { count: builders } = digest.builders;
  const found = shownAdoption(digest);
  const name = "Adoption";
  if (builders === null || found === null) return { name, value: "–", note: whyWithheld(digest) };
  return {
    name,
    value: typeof found === "number" ? percent(found) : found,
    note: `of ${count(builders, "builder")} shipped something AI-assisted`,
  };
}

function round(value: number): number {
  return Math.round(value);
}
