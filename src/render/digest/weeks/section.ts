import type { Digest } from "../../../domain/metric/digest.ts";

/** Renders the numbers of the chart as a table. */
export function renderWeeks({ weeks, beside: { isWithheld } }: Digest): string {
  if (weeks.length < 2) return "";
  const rows = weeks.map(({ week, total, aiAssisted, state }) =>
    [week.slice(5), total, ...(isWithheld ? [] : [aiAssisted ?? "withheld"]), state].join(" | "),
  );
  const columns = ["week", "all", ...(isWithheld ? [] : ["AI"]), "state"];
  return [
    "<details><summary>The chart as a table</summary>",
    "",
    `| ${columns.join(" | ")} |`,
    `|---|--:|${isWithheld ? "" : "--:|"}---|`,
    ...rows.map((row) => `| ${row} |`),
    "",
    "</details>",
  ].join("\n");
}
