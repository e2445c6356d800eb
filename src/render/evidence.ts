import { toolName } from "../domain/attribution/agents.ts";
import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import { count } from "./text.ts";

/** With at most about 120 bytes a row, well under GitHub's 65,535 bytes. */
const MOST_ROWS = 300;

/** Renders what each commit says of itself as a table; rows that do not fit are counted. */
export function renderEvidence(commits: readonly AttributedCommit[]): string {
  const rows = commits.slice(0, MOST_ROWS).map(({ sha, attribution, tools, evidence }) => {
    const kinds = [...new Set(evidence.map(({ kind }) => EVIDENCE[kind]))].join(", ");
    const says = tools.length > 0 ? tools.map(toolName).join(", ") : SAYS[attribution];
    return `| \`${sha.slice(0, 7)}\` | ${says} | ${kinds} |`;
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
  footer: "generator line",
  suggestion: "review suggestion",
};
