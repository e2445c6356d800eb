import type { Change } from "./change.ts";
import type { CommitGraph } from "./commit-graph.ts";
import type { ShippingRecord } from "./deployment.ts";
import { judgeEvents } from "./event-judgement.ts";
import { type Evidence, type JudgedChange, judgeChanges } from "./judgement.ts";
import { type LedgerRow, ledgerOf } from "./ledger.ts";
import type { Rules } from "./rules.ts";
import { choicesOf, type ShipChoice } from "./ship-choice.ts";
import { inForce } from "./ship-mode.ts";
import type { SideCommit } from "./side-commits.ts";
import { collectStays } from "./stays.ts";
import { applyDeployment, type DeploymentEffect } from "./timeline.ts";
import { emptyTimeline } from "./timeline-state.ts";

/** All facts of one repository that decide what shipped. */
export interface History {
  readonly changes: readonly Change[];
  readonly deployments: readonly ShippingRecord[];
  /** Deployed commits that belong to no change. */
  readonly sides?: readonly SideCommit[];
  readonly graph: CommitGraph;
  /** Ranges (`base...head`) whose ends share no history, or whose base GitHub no longer knows. */
  readonly unrelated: ReadonlySet<string>;
  /** All rules of any time; empty for the default ones. */
  readonly rules: readonly Rules[];
}

/** The ledger and the outcomes of one repository. */
export interface Shipping {
  readonly ledger: readonly LedgerRow[];
  readonly changes: ReadonlyMap<string, JudgedChange>;
}

/** What the deployments of a history did, and the evidence for judging its changes. */
interface Deployed {
  readonly effects: readonly DeploymentEffect[];
  readonly choices: readonly ShipChoice[];
  readonly evidence: Evidence;
}

/** Derives the ledger and the outcomes from the facts, as of `now`. The order of facts and duplicates do not matter. */
export function deriveShipping(history: History, now: Date): Shipping {
  const { effects, evidence } = applyDeployments(history, now);
  const judged = judgeChanges(history.changes, evidence);
  return {
    ledger: ledgerOf(effects, judged),
    changes: new Map(judged.map((each) => [each.change.id, each])),
  };
}

/** Applies all deployments of a history. */
export function applyDeployments(
  { changes, deployments, graph, unrelated, rules, sides = [] }: History,
  now: Date,
): Deployed {
  const timeline = emptyTimeline(graph, unrelated);
  const events = judgeEvents(deployments, rules);
  const choices = choicesOf(events, rules, { changes, graph });
  const finished = inForce(events, { rules, choices });
  const effects = finished.map((each) => applyDeployment(timeline, each));
  const [stays, returns] = [collectStays(effects), effects.flatMap((effect) => effect.returns)];
  return { effects, choices, evidence: { stays, returns, sides, rules, now } };
}
