import type { Digest } from "../../../domain/metric/digest.ts";
import { printable } from "../../preview-notes.ts";
import { shipChoiceText } from "../../ship-choice.ts";
import { way } from "../../site/way.ts";
import { titled, wrapped } from "../../terminal-text.ts";
import { hasFigures } from "../figures-shown.ts";
import type { MarkdownOptions, Section } from "../section.ts";
import { type FunnelStep, funnelSteps } from "./steps.ts";
import { productionSentence } from "./targets.ts";

/** The steps from the merged changes to the number. */
export const funnel: Section = {
  markdown: (digest, options) => (hasFigures(digest) ? asList(digest, options) : ""),
  terminal({ digest }, style) {
    const steps = funnelSteps(digest, printable).flatMap((step) => {
      return wrapped(`${step.from} → ${step.to}${inBrackets(step)}`);
    });
    const production = productionSentence(digest, printable);
    return titled("How it comes about", [...steps, ...(production === "" ? [] : wrapped(production))], style);
  },
  page: way,
};

function asList(digest: Digest, { settings }: MarkdownOptions): string {
  const steps = funnelSteps(digest).map((step, index, { length }) => {
    const reached = index === length - 1 ? `**${step.to}**` : step.to;
    return `- ${step.from} → ${reached}${inBrackets(step)}`;
  });
  const choice = settings?.choice && shipChoiceText(settings.choice);
  const why = choice === undefined ? [] : ["", `It ${choice}.`];
  const production = productionSentence(digest);
  return [
    "#### How the number came about",
    "",
    ...steps,
    ...why,
    ...(production === "" ? [] : ["", production]),
  ].join("\n");
}

function inBrackets({ note }: FunnelStep): string {
  return note === undefined ? "" : ` (${note})`;
}
