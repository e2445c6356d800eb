import { AGENTS, type Agent } from "../domain/attribution/agents.ts";
import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { agentsOf, disclosureOf } from "../domain/attribution/disclosure.ts";
import { exampleTrailer } from "../domain/attribution/disclosure-example.ts";
import { configWarnings } from "../domain/config-warnings.ts";
import { weekOf } from "../domain/metric/week.ts";
import { checkShow } from "../domain/policy.ts";
import type { StoredPullRequest } from "../domain/records/change.ts";
import type { MissingPart } from "../domain/records/unread.ts";
import { FINAL_AFTER, type JudgedChange, type ShippedChange } from "../domain/shipping/judgement.ts";
import type { ShipChoice } from "../domain/shipping/ship-choice.ts";
import type { Waiting } from "../domain/shipping/standstill.ts";
import type { Settings } from "../ingest/settings.ts";
import { settingsShown } from "../ingest/settings-shown.ts";
import { type RenderedCheckRun, renderCheckRun } from "../render/check-run.ts";
import type { DisclosureShown } from "../render/disclosure.ts";
import { toolNames } from "../render/tool-names.ts";

/** The sources of a check run's content, beside the pull request. */
interface CheckRunSources {
  readonly shipped: JudgedChange | undefined;
  /** The facts about it that GitHub did not provide. */
  readonly missing: MissingPart | undefined;
  /** The reason why a pending change waits. */
  readonly waiting?: Waiting | undefined;
  /** The production environments of which one will bring it. */
  readonly awaits?: readonly string[] | undefined;
  readonly settings: Settings;
  /** The choice that `auto` made; absent where the config makes one. */
  readonly choice?: ShipChoice | undefined;
  readonly definitionUrl: string | undefined;
  readonly now: Date;
}

/** Computes the content of a pull request's check run. */
export function checkRunContent(
  pull: StoredPullRequest,
  { shipped, missing, waiting, awaits, settings, choice, definitionUrl, now }: CheckRunSources,
): RenderedCheckRun {
  return renderCheckRun({
    state: pull.state,
    commits: pull.commits,
    attribution: attributeChange(pull.account, pull.commits, pull.labels),
    labels: pull.labels,
    isEffective: pull.isEffective,
    isLandedByPush: pull.isLandedByPush,
    shipped,
    missing,
    waiting,
    awaits,
    isFinal: isFinal(shipped, now),
    week: pull.mergedAt && weekOf(pull.mergedAt, settings.current.timezone),
    disclosure: disclosureShown(pull, settings),
    configProblem: settings.problem,
    configWarnings: [
      ...configWarnings({ ...settings.policy, ...settings.current }),
      ...(settings.scopeWarnings ?? []),
    ],
    settings: settingsShown({ ...settings, choice }),
    toolNames: toolNames(settings.current.agents),
    definitionUrl,
  });
}

/** Whether time alone, and what happens from now on, can no longer change the outcome of a change. */
export function isFinal(shipped: ShippedChange | undefined, now: Date): boolean {
  if (shipped?.arrival === undefined || shipped.runningRollback !== undefined) return false;
  return now.getTime() - shipped.arrival.at.getTime() > FINAL_AFTER;
}

function disclosureShown(pull: StoredPullRequest, { policy, current }: Settings): DisclosureShown {
  const { policy: asked, trailers } = policy.disclosure;
  const agents = agentsOf(pull);
  const known: readonly Agent[] = [...current.agents, ...AGENTS];
  const agent = known.find(({ id }) => id === agents[0]);
  return {
    policy: checkShow(policy.check) === "off" ? "off" : asked,
    answer: disclosureOf(pull, trailers),
    accepts: trailers,
    agents,
    example: exampleTrailer(agent, { trailers, inHouse: current.agents }),
  };
}
