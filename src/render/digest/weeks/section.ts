import type { Digest } from "../../../domain/metric/digest.ts";
import { numbers } from "../../site/numbers.ts";
import type { Section } from "../section.ts";

/** The numbers of the chart as a table. */
export const weeks: Section = { markdown: renderWeeks, page: numbers };

function renderWeeks({ weeks: all, beside: { isWithheld } }: Digest): string {
  if (all.length < 2) return "";
  const rows = all.map(({ week, total, aiAssisted, state }) =>
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
