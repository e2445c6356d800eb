import { toolName } from "../domain/attribution/agents.ts";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import { count } from "./text.ts";

/** With at most about 120 bytes a row, well under GitHub's 65,535 bytes. */
const MOST_ROWS = 300;

/** Renders what each commit says of itself as a table; rows that do not fit are counted. */
export function renderEvidence(commits: readonly AttributedCommit[]): string {
  const rows = commits.slice(0, MOST_ROWS).map((commit) => {
    return `| \`${commit.sha.slice(0, 7)}\` | ${saysOf(commit)} | ${groundsOf(commit)} |`;
  });
  const left = commits.length - rows.length;
  return [
    "| commit | says | evidence |\n|---|---|---|",
    ...rows,
    left > 0 ? `\n${count(left, "more commit")} not shown.` : "",
    "\n*Nothing declared* does not mean written without AI. Merge commits are left out.",
  ]
    .filter(Boolean)
    .join("\n");
}

/** The tools with their models when told: `Claude Code (Opus 4.8), Cursor`. */
function saysOf({ attribution, tools, evidence }: AttributedCommit): string {
  if (tools.length === 0) return SAYS[attribution];
  const names = tools.map((tool) => {
    const models = evidence.filter((each) => each.tool === tool).map(({ model }) => model);
    const told = [...new Set(models.filter((model) => model !== undefined))];
    return told.length > 0 ? `${toolName(tool)} (${told.join(", ")})` : toolName(tool);
  });
  return names.join(", ");
}

function groundsOf({ evidence, hints }: AttributedCommit): string {
  const grounds = [
    ...evidence.map(({ kind }) => EVIDENCE[kind]),
    ...hints.map(({ kind, tool }) => `hint only: ${HINTS[kind]} ${toolName(tool)}`),
  ];
  return [...new Set(grounds)].join(", ");
}

const SAYS = {
  declared: "AI-assisted",
  automation: "automation",
  undeclared: "nothing declared",
  unknown: "could not be read",
};

const EVIDENCE = {
  author: "commit author",
  trailer: "trailer",
  "co-author": "co-author line",
  note: "git-ai note",
  footer: "generator line",
  suggestion: "review suggestion",
};

const HINTS = { committer: "committed by", branch: "branch of" };
