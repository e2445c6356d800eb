import type { Digest } from "../../../domain/metric/digest.ts";
import type { Signal } from "../../../domain/metric/verdict.ts";
import { PROXY, wholePart } from "../../figures.ts";
import { html } from "../../html.ts";
import { wrapped } from "../../terminal-text.ts";
import { count, withoutMarks } from "../../text.ts";
import { fewerThan } from "../../withheld.ts";
import type { Section } from "../section.ts";

/** The answer in one line. */
export const headline: Section = {
  markdown: renderHeadline,
  terminal: ({ digest }, { strong }) =>
    wrapped(withoutMarks(renderHeadline(digest)))
      .map(strong)
      .join("\n"),
  page: ({ digest }) => html`<p class="answer">${withoutMarks(renderHeadline(digest))}</p>`,
};

function renderHeadline(digest: Digest): string {
  const { week, normalizedDeployments, state, ship } = digest;
  const { total } = normalizedDeployments;
  const soFar = state === "open" ? " so far" : "";
  const parts = [
    `### ${count(total, "normalized deployment")} in ${week}${soFar}${total === 0 ? "" : `, ${assisted(digest)}`}`,
    ...(ship === "merges" ? [PROXY] : []),
  ];
  return parts.join(" · ");
}

const SHARES: Readonly<Partial<Record<Signal, string>>> = {
  none: "as usual",
  above: "more than usual",
  below: "less than usual",
};

/** The AI-assisted part, and whether it changed. */
function assisted(digest: Digest): string {
  const {
    normalizedDeployments: { total, aiAssisted },
    share,
    beside: { isWithheld, withheldFor },
  } = digest;
  if (isWithheld || aiAssisted === null) {
    const why = withheldFor === "privacy" ? ` (${fewerThan(digest).toLowerCase()} builders)` : "";
    return `AI-assisted share withheld${why}`;
  }
  const { usual = null, signal = "learning" } = share ?? {};
  const place = usual && SHARES[signal];
  const range = usual && `${Math.round(usual[0])} to ${Math.round(usual[1])} %`;
  const held = range === null ? "" : ` (${place === undefined ? "usually" : `${place},`} ${range})`;
  return `${wholePart(aiAssisted, total)} AI-assisted${held}`;
}
