import type { Attribution, Evidence, Hint } from "./attribution.ts";
import type { ToolLabel } from "./labels.ts";

/** The stored form of evidence: everything but the text, which quotes the commit. */
export type KeptEvidence = Omit<Evidence, "text">;

/** The stored form of a hint. */
export type KeptHint = Omit<Hint, "text">;

/** The stored form of a commit: its declaration, and the kinds of evidence. */
export interface AttributedCommit {
  readonly sha: string;
  readonly attribution: Attribution;
  readonly tools: readonly string[];
  readonly evidence: readonly KeptEvidence[];
  /** The marks that look like a declaration and are not accepted as one. */
  readonly hints: readonly KeptHint[];
}

const NO_LABELS: readonly ToolLabel[] = [];

/** The attribution of an account that is a known agent or robot. */
export interface AccountAttribution {
  readonly attribution: "declared" | "automation" | "undeclared";
  readonly tools: readonly string[];
}

/** The attribution of a change, from its own commits, its author and its labels. */
export interface ChangeAttribution {
  readonly attribution: Attribution;
  /** Each tool once, the most used first. */
  readonly tools: readonly string[];
  readonly declaredCommits: number;
  readonly totalCommits: number;
}

/**
 * Attributes a change: declared when its author or any of its own commits is, or a tool's own account labelled it.
 *
 * Its own commits decide, since a squash can drop their trailers. `unknown` when none of them could be read.
 */
export function attributeChange(
  author: AccountAttribution,
  commits: readonly AttributedCommit[],
  labels: readonly ToolLabel[] = NO_LABELS,
): ChangeAttribution {
  const labelled = labels.filter(({ isOwn }) => isOwn).map(({ tool }) => tool);
  const written = toolsIn(commits);
  const tools =
    author.tools.length + labelled.length === 0 ? written : [...author.tools, ...labelled, ...written];
  const declaredCommits = commits.filter(({ attribution }) => attribution === "declared").length;
  return {
    attribution: labelled.length > 0 ? "declared" : attributionOf(author, commits),
    tools: byUse(tools),
    declaredCommits,
    totalCommits: commits.length,
  };
}

function attributionOf(author: AccountAttribution, commits: readonly AttributedCommit[]): Attribution {
  if (author.attribution === "declared" || commits.some(({ attribution }) => attribution === "declared"))
    return "declared";
  if (author.attribution === "automation") return "automation";
  if (commits.length === 0 || commits.some(({ attribution }) => attribution === "unknown")) return "unknown";
  return commits.every(({ attribution }) => attribution === "automation") ? "automation" : "undeclared";
}

function toolsIn(commits: readonly AttributedCommit[]): readonly string[] {
  const [only, ...others] = commits;
  if (only !== undefined && others.length === 0) return only.tools;
  return commits.flatMap((commit) => commit.tools);
}

function byUse(tools: readonly string[]): readonly string[] {
  if (tools.length < 2) return tools;
  const uses = new Map<string, number>();
  for (const tool of tools) uses.set(tool, (uses.get(tool) ?? 0) + 1);
  return [...uses]
    .sort(([a, usesA], [b, usesB]) => usesB - usesA || a.localeCompare(b))
    .map(([tool]) => tool);
}
