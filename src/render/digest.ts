import type { Digest, WeekTotal } from "../domain/metric/digest.ts";
import { renderChart } from "./chart.ts";
import { count } from "./text.ts";
import { renderUncounted } from "./uncounted.ts";

/** A digest as an issue. */
export interface RenderedDigest {
  readonly title: string;
  readonly body: string;
}

/** The hidden comment by which the issue of a repository and week is found again, whatever its title. */
export function digestMarker({ repositoryId, week }: { repositoryId: number; week: string }): string {
  return `<!-- plimsoll:digest repository=${repositoryId} week=${week} -->`;
}

/** Renders the issue of one week: the answer, a chart, the way to the number, and what was not counted. */
export function renderDigest(digest: Digest, repositoryId: number): RenderedDigest {
  const isQuiet = digest.deployments.seen === 0 && digest.changes.merged === 0;
  const figures = isQuiet ? [QUIET] : [funnel(digest), beside(digest), renderUncounted(digest)];
  const marker = digestMarker({ repositoryId, week: digest.week });
  const body = [
    headline(digest),
    verdict(digest),
    renderChart(digest.weeks),
    ...figures,
    HOW_TO_READ,
    marker,
  ];
  return {
    title: `Plimsoll · ${digest.scope} · ${digest.week}`,
    body: `${body.filter(Boolean).join("\n\n")}\n`,
  };
}

const QUIET = "Nothing was merged, and nothing deployed, in this week.";

function headline({ normalizedDeployments: { total, aiAssisted }, state }: Digest): string {
  const soFar = state === "open" ? " so far" : "";
  return `### ${count(total, "normalized deployment")}${soFar}, ${aiAssisted} of them AI-assisted`;
}

function verdict(digest: Digest): string {
  const { normalizedDeployments: normalized, state, changes, weeks } = digest;
  if (normalized.signal === "waiting") return waiting(changes.pending, weeks);
  const sentences = [sentence(normalized)];
  if (state === "complete" && changes.net > 0) sentences.push(PROVISIONAL);
  return sentences.join(" ");
}

const PROVISIONAL = "Provisional: what shipped can still be undone, which would restate the week.";

function waiting(pending: number, weeks: readonly WeekTotal[]): string {
  const newest = weeks.findLast(({ state }) => state !== "open");
  const why =
    pending > 0
      ? `${count(pending, "merged change")} had no deployment yet that could carry ${pending === 1 ? "it" : "them"}.`
      : "the week is not over.";
  return `**Still filling:** ${why}${newest ? ` The newest complete week is ${newest.week}, with ${newest.total}.` : ""}`;
}

function sentence({ signal, usual, learned, total }: Digest["normalizedDeployments"]): string {
  const range = usual && `the usual range of ${usual[0]}–${usual[1]} a week`;
  switch (signal) {
    case "learning":
      return `**No usual range yet:** it takes 12 complete weeks, and there are ${learned}.`;
    case "none":
      return `**No change detected** in normalized deployments: ${total} lies within ${range}.`;
    default:
      return `**A change:** ${total} lies ${signal} ${range}. By chance alone that happens in one or two weeks of a hundred.`;
  }
}

function funnel({ deployments, changes, normalizedDeployments: { total } }: Digest): string {
  return [
    "| from | | to |",
    "|---|---|---|",
    `| ${count(deployments.seen, "deployment")} seen | → | ${deployments.counted} brought something new to production |`,
    `| ${count(changes.merged, "change")} merged | → | ${changes.arrived} arrived → ${changes.effective} effective → ${changes.net} net |`,
    `| ${count(changes.net, "net change")} | → | **${count(total, "normalized deployment")}** (days of one builder's merged work) |`,
  ].join("\n");
}

function beside({ changes, builders }: Digest): string {
  const { declared, undeclared, unknown } = changes;
  const sentences = [
    `Of ${count(changes.net, "net change")}: ${declared} with AI assistance declared, ${undeclared} with nothing declared, ${unknown} that could not be read.`,
  ];
  if (builders.count !== null) {
    const adoption =
      typeof builders.adoption === "number" ? `${Math.round(builders.adoption * 100)} %` : builders.adoption;
    sentences.push(`${count(builders.count, "builder")}; ${adoption} of them shipped something AI-assisted.`);
  }
  return sentences.join(" ");
}

const HOW_TO_READ = [
  "<details><summary>How to read this</summary>",
  "",
  "A normalized deployment is one day of one builder's merged work that reached production and stayed there. Splitting work, deploying it again, or marking it differently does not move the number. *Nothing declared* does not mean written without AI. This is about a repository, and must not be used to evaluate anybody in it. Definition 1.",
  "",
  "</details>",
].join("\n");
