import type { AttributedCommit } from "../domain/attribution/change-attribution.ts";
import { roleOf } from "../domain/attribution/tool-role.ts";
import { count } from "./text.ts";
import type { ToolNames } from "./tool-names.ts";

const MOST_ROWS = 300;
/** GitHub takes 65,535 bytes; the rest is for the head and the foot of the table. */
const MOST_BYTES = 60_000;

/** Renders what each commit says of itself as a table, with a note on how to read it. */
export function renderEvidence(commits: readonly AttributedCommit[], names: ToolNames): string {
  const note = "*Nothing declared* does not mean written without AI. Merge commits are left out.";
  return `${renderEvidenceTable(commits, names)}\n\n${note}`;
}

/** Renders what each commit says of itself as a table; rows that do not fit are counted. */
export function renderEvidenceTable(commits: readonly AttributedCommit[], names: ToolNames): string {
  const rows = thatFit(commits.slice(0, MOST_ROWS).map((commit) => rowOf(commit, names)));
  const left = commits.length - rows.length;
  return [
    "| commit | says | evidence |\n|---|---|---|",
    ...rows,
    left > 0 ? `\n${count(left, "more commit")} not shown.` : "",
  ]
    .filter(Boolean)
    .join("\n");
}

function rowOf(commit: AttributedCommit, names: ToolNames): string {
  return `| \`${commit.sha.slice(0, 7)}\` | ${saysOf(commit, names)} | ${groundsOf(commit, names)} |`;
}

/** The first rows, as many as GitHub takes; a row is never cut. */
function thatFit(rows: readonly string[]): readonly string[] {
  let bytes = 0;
  const firstOver = rows.findIndex((row) => {
    bytes += Buffer.byteLength(row) + 1;
    return bytes > MOST_BYTES;
  });
  return firstOver < 0 ? rows : rows.slice(0, firstOver);
}

/** The tools with their details: `Claude Code (agent, claude-opus-4.8), Cursor`. */
function saysOf({ attribution, tools, evidence }: AttributedCommit, names: ToolNames): string {
  if (tools.length === 0) return SAYS[attribution];
  const texts = tools.map((tool) => {
    const own = evidence.filter((each) => each.tool === tool);
    const agent = own.some((each) => roleOf(each) === "agent") ? ["agent"] : [];
    const models = own.map(({ model }) => model).filter((model) => model !== undefined);
    const known = [...agent, ...new Set(models)];
    return known.length > 0 ? `${names.markdown(tool)} (${known.join(", ")})` : names.markdown(tool);
  });
  return texts.join(", ");
}

function groundsOf({ evidence, hints }: AttributedCommit, names: ToolNames): string {
  const grounds = [
    ...evidence.map(({ kind, key }) =>
      key === undefined ? EVIDENCE[kind] : `\`${TRAILERS[key]}\` ${kind === "trailer" ? "trailer" : "line"}`,
    ),
    ...hints.map(({ kind, tool }) => `hint only: ${HINTS[kind]} ${names.markdown(tool)}`),
  ];
  return [...new Set(grounds)].join(", ");
}

const SAYS = {
  declared: "AI-assisted",
  automation: "automation",
  undeclared: "nothing declared",
  unknown: "could not be read",
};

const TRAILERS = {
  "assisted-by": "Assisted-by",
  "generated-by": "Generated-by",
  "co-authored-by": "Co-authored-by",
};

const EVIDENCE = {
  author: "commit author",
  trailer: "trailer",
  "co-author": "co-author line",
  note: "git-ai note",
  footer: "generator line",
  prose: "sentence",
  suggestion: "review suggestion",
};

const HINTS = { committer: "committed by", branch: "branch of", prose: "sentence about" };
