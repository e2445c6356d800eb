import type { Digest, WeekTotal } from "../domain/metric/digest.ts";
import type { Reason } from "../domain/shipping/timeline.ts";
import { count } from "./text.ts";

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
  const figures = isQuiet ? [QUIET] : [funnel(digest), beside(digest), uncounted(digest)];
  const marker = digestMarker({ repositoryId, week: digest.week });
  const body = [headline(digest), verdict(digest), chart(digest.weeks), ...figures, HOW_TO_READ, marker];
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

/** Mermaid draws series over one another: the total first, its AI-assisted part before it. */
function chart(weeks: readonly WeekTotal[]): string {
  const most = Math.max(5, ...weeks.map(({ total }) => total));
  return [
    "```mermaid",
    "---",
    "config:",
    "  themeVariables:",
    "    xyChart:",
    '      plotColorPalette: "#8c959f, #0969da"',
    "---",
    "xychart-beta",
    '  title "Normalized deployments by week of merge"',
    `  x-axis [${weeks.map(({ week }) => `"${week.slice(5)}"`).join(", ")}]`,
    `  y-axis 0 --> ${most}`,
    `  bar [${weeks.map(({ total }) => total).join(", ")}]`,
    `  bar [${weeks.map(({ aiAssisted }) => aiAssisted).join(", ")}]`,
    "```",
    "Grey: all. Blue: the AI-assisted part.",
  ].join("\n");
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

const REASONS: Readonly<Record<Reason, string>> = {
  preview: "a preview",
  "not-production": "not a production environment",
  failed: "failed",
  "range-unknown": "its predecessor is unknown or shares no history",
  baseline: "the first one seen; what it carried was there before",
  "same-commit": "the same commit was there already",
  rollback: "an earlier commit was deployed again",
  "no-effective-change": "brought nothing new that counts",
};

/** Every deployment and change of the week that is not in the number, each under one reason. */
function uncounted({ deployments, changes }: Digest): string {
  const rows = [
    ...Object.entries(deployments.uncounted).map(([reason, number]) =>
      row(number, "deployment", REASONS[reason as Reason]),
    ),
    row(changes.pending, "change", "not in production yet"),
    row(changes.automation, "change", "automation: dependency and release robots"),
    row(changes.rework, "change", "rework: reverts, and reverts of reverts"),
    row(changes.ineffective, "change", "only documentation, lockfiles, generated or vendored files"),
    row(changes.withdrawn, "change", "withdrawn: reverted before or as it shipped"),
    row(changes.undone, "change", "undone: reverted or rolled back"),
    row(changes.noBuilder, "change", "net, but no human is accountable for it"),
  ].filter((each) => each !== undefined);
  if (rows.length === 0) return "";
  const left = deployments.seen - deployments.counted;
  const summary = `Not counted: ${count(left, "deployment")}, ${count(changes.merged - changes.net + changes.noBuilder, "change")}`;
  return [
    `<details><summary>${summary} — and why</summary>`,
    "",
    "| what | why |",
    "|---|---|",
    ...rows,
    "",
    "</details>",
  ].join("\n");
}

function row(number: number, noun: string, why: string): string | undefined {
  return number === 0 ? undefined : `| ${count(number, noun)} | ${why} |`;
}

const HOW_TO_READ = [
  "<details><summary>How to read this</summary>",
  "",
  "A normalized deployment is one day of one builder's merged work that reached production and stayed there. Splitting work, deploying it again, or marking it differently does not move the number. *Nothing declared* does not mean written without AI. This is about a repository, and must not be used to evaluate anybody in it. Definition 1.",
  "",
  "</details>",
].join("\n");
