import type { Digest } from "../../../domain/metric/digest.ts";
import type { Signal } from "../../../domain/metric/verdict.ts";
import { PROXY, partWithShare } from "../../figures.ts";
import { html } from "../../html.ts";
import { kept } from "../../site/blocks.ts";
import { wrapped } from "../../terminal-text.ts";
import { count, unbroken } from "../../text.ts";
import { fewerThan } from "../../withheld.ts";
import type { Section } from "../section.ts";

/** The answer in two lines: what shipped, and how much of it was AI-assisted. */
export const headline: Section = {
  markdown(digest) {
    const { figure, place } = assisted(digest);
    return [`### ${total(digest)}`, ...(figure === "" ? [] : [unbroken(`**${figure}**${place}`)])].join(
      "\n\n",
    );
  },
  terminal: ({ digest }, { strong }) =>
    linesOf(digest)
      .flatMap((line) => wrapped(line))
      .map(strong)
      .join("\n"),
  page: ({ digest }) => html`<p class="answer">${kept(headlineText(digest))}</p>`,
};

/** The answer in one line of plain text. */
export function headlineText(digest: Digest): string {
  return linesOf(digest).join(", ");
}

function linesOf(digest: Digest): string[] {
  const { figure, place } = assisted(digest);
  return [total(digest), ...(figure === "" ? [] : [`${figure}${place}`])];
}

function total({ week, normalizedDeployments, state, ship }: Digest): string {
  const soFar = state === "open" ? " so far" : "";
  const proxy = ship === "merges" ? ` · ${PROXY}` : "";
  return `${count(normalizedDeployments.total, "normalized deployment")} in ${week}${soFar}${proxy}`;
}

const PLACES: Readonly<Partial<Record<Signal, string>>> = {
  none: "as usual",
  above: "more than usual",
  below: "less than usual",
};

/** The AI-assisted part, and its place against its usual range; empty where nothing shipped. */
function assisted(digest: Digest): { readonly figure: string; readonly place: string } {
  const {
    normalizedDeployments: { total: all, aiAssisted },
    share,
    beside: { isWithheld, withheldFor },
  } = digest;
  if (all === 0) return { figure: "", place: "" };
  if (isWithheld || aiAssisted === null) {
    const why =
      withheldFor === "privacy" ? ` for privacy: ${fewerThan(digest).toLowerCase()} builders shipped` : "";
    return { figure: "AI-assisted share withheld", place: why };
  }
  const figure = `${partWithShare(aiAssisted, all)} AI-assisted`;
  const { usual = null, signal = "learning" } = share ?? {};
  if (usual === null) return { figure, place: "" };
  const range = `${Math.round(usual[0])} to ${Math.round(usual[1])} %`;
  const place = PLACES[signal];
  return { figure, place: place === undefined ? ` (usually ${range})` : `, ${place} (${range})` };
}
