import { toolName } from "../domain/attribution/agents.ts";
import type { AttributedCommit, ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import type { ToolLabel } from "../domain/attribution/labels.ts";
import { renderEvidence } from "./evidence.ts";
import { labelText } from "./label.ts";
import { toolNames } from "./tool-names.ts";

/** All facts about a pull request that is not merged. The keys are the keys of `explain --json`. */
interface Receipt {
  /** `owner/name#12`. */
  readonly change: string;
  readonly state: "open" | "closed";
  /** Nobody is accountable yet, since the merge decides that. */
  readonly hasBuilder: false;
  readonly isEffective: boolean;
  readonly attribution: ChangeAttribution;
  /** The labels of tools that it bears. */
  readonly labels: readonly ToolLabel[];
  readonly commits: readonly (AttributedCommit & { readonly agentsVersion: string })[];
}

/** Renders the facts about a pull request that is not merged as Markdown. */
export function renderReceipt({ change, state, isEffective, attribution, labels, commits }: Receipt): string {
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
    ["labelled as", labels.map(labelText).join(", ")],
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
