import { AGENTS_VERSION } from "../domain/attribution/agents.ts";
import { attributeChange } from "../domain/attribution/change-attribution.ts";
import { type CloneChange, NO_ACCOUNT } from "../domain/clone/clone-change.ts";
import { createWeekTest, shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import { changeReceipt, type Reading } from "../domain/receipts/change-receipt.ts";
import { createInquiry, type Inquiry } from "../domain/receipts/inquiry.ts";
import type { Pairs } from "../domain/receipts/pairs.ts";
import { deploymentReceipts, type WeekReceipts, weekReceipts } from "../domain/receipts/week-receipts.ts";
import { byMerge } from "../domain/shipping/change.ts";
import { applyDeployments } from "../domain/shipping/shipping.ts";
import type { Clone } from "./clone.ts";
import type { Subject } from "./configure.ts";
import { historyOf, withLines } from "./measure-clone.ts";
import { digestOf, openScoped } from "./scoped.ts";
import type { MeasuredClone } from "./survey.ts";

/** The week to explain, by the rules of the preview. */
interface ExplainRequest {
  readonly subject: Subject;
  readonly asOf: Date;
  readonly week: Week;
  /** The pairs of its changes, with the people of all clones. */
  readonly pairs: Pairs;
}

/** Writes the receipts of all changes of a clone merged, and of all its versions tagged, in a week. */
export async function explainClone(
  measuredClone: MeasuredClone,
  { subject, asOf, week, pairs }: ExplainRequest,
): Promise<WeekReceipts> {
  const clone = await measuredClone.reread();
  const { zone } = subject;
  const isInWeek = createWeekTest(week, zone);
  const measured = await withLines(measuredClone, {
    measured: measuredClone.measured,
    isWanted: ({ change }) => isInWeek(change.mergedAt),
  });
  const lines = new Map(measured.changes.map(({ change }) => [change.id, change.lines]));
  const changes = clone.changes.map((change) => ({ ...change, lines: lines.get(change.id) }));
  const history = historyOf({ ...clone, changes }, measured.ship);
  const { effects, evidence, choices } = applyDeployments(history, asOf);
  const inquiry = createInquiry({
    ...evidence,
    rules: history.rules.map((rules) => ({ ...rules, exclude: clone.config.exclude })),
    choices,
    changes,
    pairs,
    repository: clone.repository,
    zone,
  });
  const [start, end] = [startOf(week, zone), startOf(shiftWeek(week, 1), zone)];
  const scoped = { subject: { ...subject, name: clone.repository }, measured: [measured], asOf };
  const inWeek = effects.filter(({ event: { at } }) => at >= start && at < end);
  return weekReceipts(digestOf(openScoped(scoped, week), week), {
    zone,
    asOf,
    shipChoice: null,
    deployments: deploymentReceipts(inWeek, inquiry),
    changes: changeReceipts(
      changes.filter(({ mergedAt }) => isInWeek(mergedAt)),
      clone,
      inquiry,
    ),
  });
}

function changeReceipts(changes: readonly CloneChange[], clone: Clone, inquiry: Inquiry) {
  const judged = new Map(inquiry.judged.map((each) => [each.change.id, each]));
  return changes.toSorted(byMerge).flatMap((change) => {
    const shipped = judged.get(change.id);
    return shipped === undefined ? [] : [changeReceipt(shipped, inquiry, readingOf(change, clone))];
  });
}

/** What the commits of a change declare. A clone knows neither its author's account nor its labels. */
function readingOf({ claiming }: CloneChange, { graph }: Clone): Reading {
  const own = claiming.own.flatMap(({ sha }) => graph.get(sha) ?? []);
  return {
    account: NO_ACCOUNT,
    labels: [],
    attribution: attributeChange(NO_ACCOUNT, own),
    commits: own.map(({ sha, attribution, tools, evidence, hints }) => {
      return { sha, attribution, tools, evidence, hints, agentsVersion: AGENTS_VERSION };
    }),
    lostInSquash: null,
    isLandedByPush: false,
  };
}
