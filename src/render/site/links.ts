import { isRepository } from "../../domain/metric/scope.ts";
import { shiftWeek, startOf, type Week } from "../../domain/metric/week.ts";
import { type Html, html } from "../html.ts";
import type { SiteScope } from "./site.ts";

/** A link to a pull request or a commit by its id; its name alone where there is no GitHub. */
export function linkTo({ github }: Pick<SiteScope, "github">, repository: string, change: string): Html {
  const isPull = change.startsWith("#");
  const name = `${repository}${isPull ? change : `@${change.slice(0, 10)}`}`;
  if (github === undefined) return html`${name}`;
  const path = isPull ? `pull/${change.slice(1)}` : `commit/${change}`;
  return html`<a href="${github}/${pathOf(repository)}/${path}">${name}</a>`;
}

/** The address of the list of a week's merged pull requests on GitHub. */
export function mergedIn({ github, name, zone }: SiteScope, week: Week): string {
  const merged = `is:merged merged:${daysOf(week, zone)}`;
  return isRepository(name)
    ? `${github}/${pathOf(name)}/pulls?${new URLSearchParams({ q: merged })}`
    : `${github}/search?${new URLSearchParams({ q: `org:${name} ${merged}`, type: "pullrequests" })}`;
}

/** The first and the last day of a week in UTC; elsewhere the seconds. */
function daysOf(week: Week, zone: string): string {
  const [start, end] = [startOf(week, zone), new Date(startOf(shiftWeek(week, 1), zone).getTime() - 1_000)];
  const written = [start, end].map((at) => at.toISOString());
  return written.map((at) => (zone === "UTC" ? at.slice(0, 10) : at.replace(".000Z", "Z"))).join("..");
}

function pathOf(repository: string): string {
  return repository.split("/").map(encodeURIComponent).join("/");
}
