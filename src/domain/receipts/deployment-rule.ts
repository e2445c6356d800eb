import type { Change } from "../shipping/change.ts";
import type { FinishedDeployment } from "../shipping/deployment.ts";
import { isProductionName, type Rules } from "../shipping/rules.ts";
import type { Reason } from "../shipping/timeline.ts";
import { listed } from "./names.ts";

/** Why a deployment's environment is production: a flag of GitHub's, its name, or because releases are. */
export type ProductionGround = "flag" | "usual-name" | "config" | "release";

/** Why a deployment's environment is production; `undefined` when it is not. */
export function productionGround(
  { deployment: { kind }, isProduction, environment }: FinishedDeployment,
  rules: Rules,
): ProductionGround | undefined {
  if (kind === "release") return "release";
  if (isProduction) return "flag";
  if (!isProductionName(environment, rules)) return undefined;
  return rules.production === undefined ? "usual-name" : "config";
}

/** The one rule that decided whether a deployment is counted, in the words of docs/metric.md. */
export function ruleOfDeployment(
  finished: FinishedDeployment,
  reason: Reason | undefined,
  brought: readonly Pick<Change, "id">[],
): string {
  switch (reason) {
    case undefined:
      return `It was the first to bring an effective change: ${listed(brought)}.`;
    case "preview":
      return finished.deployment.kind === "release" ? "It is a prerelease." : RULES.preview;
    case "failed":
      return finished.outcome === "cancelled" ? CANCELLED : RULES.failed;
    default:
      return RULES[reason];
  }
}

const CANCELLED = "A failure within an hour of its success, with no later success, cancelled it.";

const RULES: Readonly<Record<Reason, string>> = {
  "untrusted-creator": "The config lists creators, and who filed it is none of them.",
  preview: "GitHub calls its environment transient.",
  "not-production":
    "GitHub does not flag its environment as production, and its name is none that the rules take for production.",
  failed: "It never succeeded.",
  "range-unknown": "The commit deployed before it is unknown to GitHub, or shares no history with it.",
  baseline: "It is the first one seen of its channel, so it links nothing.",
  "same-commit": "Its target holds that commit already; or another one does, and it does not go back.",
  rollback:
    "It goes back: to an ancestor of what its target held, or to the content of a commit that came first.",
  "no-effective-change": "Nothing that it was the first to bring counts.",
};
