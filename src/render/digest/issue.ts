import { DEFINITION } from "../../domain/metric/definition.ts";
import type { Digest } from "../../domain/metric/digest.ts";
import { renderSettings } from "../settings.ts";
import { shipChoiceText } from "../ship-choice.ts";
import { toolNames } from "../tool-names.ts";
import { renderBeside } from "./beside/rows.ts";
import { renderChart } from "./chart/mermaid.ts";
import { funnelSteps } from "./funnel/steps.ts";
import { productionSentence } from "./funnel/targets.ts";
import { renderGaps } from "./gaps/section.ts";
import { renderHeadline } from "./headline/section.ts";
import { renderNext } from "./next/section.ts";
import type { DigestOptions } from "./options.ts";
import { renderRepositories } from "./repositories/section.ts";
import { renderTools } from "./tools/section.ts";
import { renderUncounted } from "./uncounted/rows.ts";
import { renderUndone } from "./undone/section.ts";
import { type VerdictOptions, verdictSentences, whyZero } from "./verdict/sentences.ts";
import { renderReference, renderRestated, renderWarnings } from "./warnings/section.ts";
import { renderWeeks } from "./weeks/section.ts";
import { renderZeros } from "./zeros/section.ts";

/** A digest as an issue. */
export interface RenderedDigest {
  readonly title: string;
  readonly body: string;
}

/** Whose digest it is, by GitHub's id, and on the end of which week it was due. */
export type DigestKey = { readonly week: string } & (
  | { readonly repositoryId: number }
  | { readonly installationId: number }
);

/** The hidden comment by which the issue of a scope and week is found again, whatever its title. */
export function digestMarker(key: DigestKey): string {
  const scope =
    "repositoryId" in key ? `repository=${key.repositoryId}` : `installation=${key.installationId}`;
  return `<!-- plimsoll:digest ${scope} week=${key.week} -->`;
}

/** Renders an issue: the answer, what to do, a chart, the way to the number, and what was not counted. */
export function renderDigest(digest: Digest, key: DigestKey, options: DigestOptions = {}): RenderedDigest {
  const body = [
    ...(options.next === undefined ? [] : [`> This digest is closed. The next one: #${options.next}`]),
    ...digestSections(digest, options),
    howToRead(options),
    digestMarker(key),
  ];
  return { title: `Plimsoll · ${digest.scope} · ${key.week}`, body: `${body.join("\n\n")}\n` };
}

/** The sections of a digest that have something to say. */
export function digestSections(digest: Digest, options: DigestOptions & VerdictOptions = {}): string[] {
  const { visible = new Set(), names = toolNames() } = options;
  const [answer = "", ...others] = verdictSentences(digest, options);
  return [
    renderHeadline(digest),
    [answer, ...whyZero(digest)].join(" "),
    renderNext(digest),
    inShort(digest),
    others.map((sentence) => `- ${sentence}`).join("\n"),
    renderWarnings(digest, options.ruleChanges),
    renderGaps(options.gaps, visible),
    renderChart(digest.weeks, {
      isProxy: digest.ship === "merges",
      isWithheld: digest.beside.isWithheld,
      usual: digest.normalizedDeployments.usual,
    }),
    ...figures(digest, options),
    renderReference(digest),
    renderTools(digest, names, visible),
    renderUndone(digest, options),
    renderRestated(digest),
    renderWeeks(digest),
    renderUncounted(digest),
    renderZeros(digest, visible),
    renderRepositories(digest, visible),
  ].filter(Boolean);
}

/** A quiet week leaves its tables out. */
function figures(digest: Digest, options: DigestOptions): string[] {
  const { deployments, changes, normalizedDeployments } = digest;
  const isEmpty = deployments.seen === 0 && changes.merged === 0;
  if (isEmpty) return whyZero(digest).length > 0 ? [] : [NOTHING];
  return normalizedDeployments.signal === "quiet" ? [] : [funnel(digest, options), renderBeside(digest)];
}

const NOTHING = "Nothing was merged, and nothing deployed, in this week.";

function funnel(digest: Digest, { settings }: DigestOptions): string {
  const steps = funnelSteps(digest).map(({ from, to, note }, index, { length }) => {
    const reached = index === length - 1 ? `**${to}**` : to;
    return `- ${from} → ${reached}${note === undefined ? "" : ` (${note})`}`;
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

/** What the number is, for whoever reads it for the first time. */
export function inShort({ ship }: Pick<Digest, "ship">): string {
  return ship === "merges" ? IN_SHORT_MERGED : IN_SHORT;
}

const IN_SHORT =
  "*One normalized deployment is one day of one builder's merged work that reached production and stayed there.*";

const IN_SHORT_MERGED =
  "*One normalized deployment is one day of one builder's merged work that stayed; whether it reached production is not known here.*";

/** What moves the number, what the words mean, and what it must not be used for. */
export const MEANING = `Splitting a day's work, deploying it again, or marking it differently does not move the total. The usual range is how much the weeks before varied. *Nothing declared* does not mean written without AI. This is about a repository or an organization, and must not be used to evaluate anybody in it. Definition ${DEFINITION}.`;

const FURTHER =
  "What one pull request counts as, and why, is shown in its Plimsoll check; what counts at all is set in `.github/plimsoll.yml`.";

function howToRead({ settings, definitionUrl }: DigestOptions): string {
  const link = definitionUrl === undefined ? "" : `[The whole definition](${definitionUrl})`;
  const parts = [
    MEANING,
    FURTHER,
    link,
    settings === undefined ? "" : renderSettings({ ...settings, choice: undefined }),
  ];
  return ["<details><summary>How to read this</summary>", ...parts.filter(Boolean), "</details>"].join(
    "\n\n",
  );
}
