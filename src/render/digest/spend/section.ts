import type { DigestSpend, WhySpendWithheld } from "../../../domain/spend/shown.ts";
import { type Html, html } from "../../html.ts";
import { block, marked } from "../../site/blocks.ts";
import type { ToolNames } from "../../tool-names.ts";
import type { Section } from "../section.ts";
import { renderCharts } from "./charts.ts";
import { headlineLines } from "./headline.ts";
import { noteLines } from "./notes.ts";
import { spendPage } from "./page.ts";
import { toolsTable } from "./tools.ts";

/** What AI tools cost, beside what shipped; nothing where an organization has no spend data. */
export const spend: Section = {
  markdown: ({ spend: of }, { names }) => (of === undefined ? "" : renderSpend(of, names)),
  page: ({ digest, names }) => (digest.spend === undefined ? html`` : spendBlock(digest.spend, names)),
};

const TITLE = "What AI tools cost, beside what shipped";

function spendBlock(of: DigestSpend, names: ToolNames): Html {
  const withheld = "withheld" in of;
  const content = withheld
    ? html`<p>${marked(`Withheld: ${WITHHELD[of.withheld]}`)}</p>`
    : html`${spendPage(of, names)}<p class="note">${CAUTION}</p>`;
  return block(TITLE, content, "spend");
}

const CAUTION = [
  "Spend comes before the work that it is spent on: while it grows, the ratio reads high.",
  "This divides two totals. It does not show that the spend caused the work.",
].join(" ");

function renderSpend(of: DigestSpend, names: ToolNames): string {
  if ("withheld" in of) return `#### ${TITLE}\n\nWithheld: ${WITHHELD[of.withheld]}`;
  const parts = [
    `#### ${TITLE}`,
    headlineLines(of).join("\n"),
    toolsTable(of, names),
    renderCharts(of),
    noteLines(of, names)
      .map((line) => `- ${line}`)
      .join("\n"),
    CAUTION,
  ];
  return parts.filter(Boolean).join("\n\n");
}

const WITHHELD: Readonly<Record<WhySpendWithheld, string>> = {
  public: "everybody may read this repository. The operator sees it with `plimsoll digest`.",
  internal:
    "everybody in the enterprise may read this repository. The operator sees it with `plimsoll digest`.",
  "open-week": "the last four weeks are not all measured and complete.",
  silence:
    "a source ends before these four weeks do, and has had nothing new for more than 7 days. `plimsoll spend show` names it.",
  "no-data":
    "no spend is known for these four weeks in the currency of `spend.currency`. `plimsoll spend show` lists what is stored.",
  coverage:
    "under 80 % of the changes that declare an AI tool are by tools with spend data. Import the spend of the others, or declare their seats.",
};
