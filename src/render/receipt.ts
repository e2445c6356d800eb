import { toolName } from "../domain/attribution/agents.ts";
import type { AttributedCommit, ChangeAttribution } from "../domain/attribution/change-attribution.ts";
import type { ShippedChange } from "../domain/shipping/shipping.ts";
import { renderEvidence } from "./evidence.ts";
import { code, instant } from "./text.ts";

/** Every fact about one pull request that decides what it counts as; the keys are those of `explain --json`. */
export interface Receipt {
  /** `owner/name#12`. */
  readonly change: string;
  readonly state: "open" | "closed" | "merged";
  readonly mergedAt: Date | undefined;
  /** Whether a person is accountable for it; who, is not said. */
  readonly hasBuilder: boolean;
  readonly isEffective: boolean;
  readonly attribution: ChangeAttribution;
  readonly commits: readonly (AttributedCommit & { readonly agentsVersion: string })[];
  /** Tools that its own commits declare and its squash does not; `undefined` when it was not squashed. */
  readonly lostInSquash: readonly string[] | undefined;
  readonly shipped: Omit<ShippedChange, "change"> | undefined;
  readonly week: string | undefined;
}

/** Renders a receipt as Markdown: the facts first, then the rule that decided. */
export function renderReceipt(receipt: Receipt): string {
  const { attribution, commits, lostInSquash } = receipt;
  const versions = [...new Set(commits.map(({ agentsVersion }) => agentsVersion))];
  const facts = [
    ["state", receipt.state],
    ["merged", receipt.mergedAt && `${instant(receipt.mergedAt)}, in ${receipt.week}`],
    ["accountable", receipt.hasBuilder ? "a person" : "nobody"],
    [
      "files that count",
      receipt.isEffective ? "yes" : "no: only documentation, lockfiles, generated or vendored files",
    ],
    [
      "attribution",
      `${attribution.attribution}, in ${attribution.declaredCommits} of ${attribution.totalCommits} own commits`,
    ],
    ["tools", attribution.tools.map(toolName).join(", ")],
    ["lost in the squash", lostInSquash?.map(toolName).join(", ")],
    ["table of agents", versions.join(", ")],
    ["arrived", arrivalOf(receipt)],
    ["taken out", undoingOf(receipt)],
    [
      "outcome",
      receipt.shipped ? `**${receipt.shipped.outcome}**: ${RULES[receipt.shipped.outcome]}` : undefined,
    ],
  ].filter(([, value]) => value);
  const rows = facts.map(([name, value]) => `| ${name} | ${value} |`);
  return [
    `# ${receipt.change}`,
    "",
    "| fact | |",
    "|---|---|",
    ...rows,
    "",
    renderEvidence(commits),
    "",
  ].join("\n");
}

function arrivalOf({ shipped }: Receipt): string | undefined {
  const arrival = shipped?.arrival;
  return (
    arrival &&
    `${instant(arrival.at)}, with deployment ${arrival.deploymentId} to ${code(arrival.environment)}`
  );
}

function undoingOf({ shipped }: Receipt): string | undefined {
  const undoing = shipped?.undoing;
  if (undoing === undefined) return undefined;
  const by =
    undoing.by.kind === "revert" ? `by ${undoing.by.changeId}` : `by deployment ${undoing.by.deploymentId}`;
  return `${instant(undoing.at)}, ${by}${undoing.isLate ? ", late" : ""}`;
}

/** The one rule behind each outcome, in the words of docs/metric.md. */
const RULES = {
  pending: "no production deployment contains it yet",
  outside: "the deployment that first contained it links nothing",
  automation: "a dependency or release robot made it",
  rework: "it reverts a known change",
  ineffective: "it touches no file that counts",
  withdrawn: "a change that shipped no later reverts it",
  undone: "it was reverted or rolled back before it was final",
  net: "it arrived, and was neither withdrawn nor undone",
};
