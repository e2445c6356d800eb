import type { DeploymentGrounds } from "../shipping/ledger.ts";
import { listInWords } from "./names.ts";

/** The one rule that decided whether a deployment is counted, in the words of docs/metric.md. */
export function ruleOfDeployment(grounds: DeploymentGrounds): string {
  if (grounds.rule === "first-to-bring")
    return `It was the first to bring an effective change: ${listInWords(grounds.changes)}.`;
  return RULES[grounds.rule];
}

const RULES: Readonly<Record<Exclude<DeploymentGrounds["rule"], "first-to-bring">, string>> = {
  "untrusted-creator": "The config lists creators, and who filed it is none of them.",
  transient: "GitHub calls its environment transient.",
  prerelease: "It is a prerelease.",
  "not-production":
    "GitHub does not flag its environment as production, and its name is none that the rules take for production.",
  "never-succeeded": "It never succeeded.",
  cancelled: "A failure within an hour of its success, with no later success, cancelled it.",
  "range-unknown": "The commit deployed before it is unknown to GitHub, or shares no history with it.",
  baseline: "It is the first one seen of its channel, so it links nothing.",
  "same-commit": "Its target holds that commit already; or another one does, and it does not go back.",
  rollback:
    "It goes back: to an ancestor of what its target held, or to the content of a commit that came first.",
  "no-effective-change": "Nothing that it was the first to bring counts.",
};
