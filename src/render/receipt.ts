import { toolName } from "../domain/attribution/agents.ts";
import type { AttributedCommit, ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import { renderEvidence } from "./evidence.ts";
import { toolNames } from "./tool-names.ts";

/** Every fact about a pull request that is not merged; the keys are those of `explain --json`. */
export interface Receipt {
  /** `owner/name#12`. */
  readonly change: string;
  readonly state: "open" | "closed";
  /** Who is accountable is decided by the merge, so there is nobody yet. */
  readonly hasBuilder: false;
  readonly isEffective: boolean;
  readonly attribution: ChangeAttribution;
  readonly commits: readonly (AttributedCommit & { readonly agentsVersion: string })[];
}

/** Renders the facts about a pull request that is not merged as Markdown. */
export function renderReceipt({ change, state, isEffective, attribution, commits }: Receipt): string {
  const versions = [...new Set(commits.map(({ agentsVersion }) => agentsVersion))];
  const facts = [
    ["state", state],
    ["accountable", "nobody"],
    [
      "files that count",
      isEffective
        ? "yes"
        : "no: empty, or only documentation, binaries, and generated, vendored, lock or version files",
    ],
    [
      "attribution",
      `${attribution.attribution}, in ${attribution.declaredCommits} of ${attribution.totalCommits} own commits`,
    ],
    ["tools", attribution.tools.map(toolName).join(", ")],
    ["table of agents", versions.join(", ")],
  ].filter(([, value]) => value);
  const rows = facts.map(([name, value]) => `| ${name} | ${value} |`);
  return [
    `# ${change}`,
    "",
    "| fact | |",
    "|---|---|",
    ...rows,
    "",
    renderEvidence(commits, toolNames()),
    "",
  ].join("\n");
}
