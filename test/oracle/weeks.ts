import type { Judged } from "./outcomes.ts";
import { addDays, DAY, dayOf, iso, mondayOf, ms, startOf, WEEK, weekName } from "./time.ts";
import type { Change, DeploymentResult, History, WeekResult } from "./types.ts";

/** "Each week from that of the first merge to that of `asOf`." */
export function weeksOf(history: History, judged: Judged[], rows: DeploymentResult[]): WeekResult[] {
  const first = judged[0];
  if (!first) return [];
  const { zone } = history;
  const last = mondayOf(dayOf(ms(history.asOf), zone));
  const weeks: WeekResult[] = [];
  for (
    let monday = mondayOf(dayOf(ms(first.change.mergedAt), zone));
    monday <= last;
    monday = addDays(monday, 7)
  )
    weeks.push(weekOf(history, monday, judged, rows));
  return weeks;
}

function weekOf(history: History, monday: string, judged: Judged[], rows: DeploymentResult[]): WeekResult {
  const { zone } = history;
  const isOfWeek = (at: string) => mondayOf(dayOf(ms(at), zone)) === monday;
  const merged = judged.filter((one) => isOfWeek(one.change.mergedAt) && one.outcome !== "outside");
  const deployments = rows.filter((row) => isOfWeek(row.at));
  const pairs = pairsOf(history, merged);
  const sum = (attribution: Change["attribution"]) =>
    Math.round([...pairs.values()].reduce((all, pair) => all + shareOf(pair, attribution), 0) * 100) / 100;
  const completedAt = completionOf(history, monday, merged);
  return {
    week: weekName(monday),
    state: stateOf(ms(history.asOf), completedAt),
    completedAt: completedAt === null ? null : iso(completedAt),
    total: pairs.size,
    aiAssisted: sum("declared"),
    unknown: sum("unknown"),
    builders: new Set([...pairs.values()].map((pair) => pair[0]?.builder)).size,
    merged: merged.length,
    counted: deployments.filter((row) => row.place === "counted").length,
    seen: deployments.length,
  };
}

/** "{ (builder, day of merge) : change is net, day of merge in w }." A change without a builder is in no pair. */
function pairsOf(history: History, merged: Judged[]): Map<string, Change[]> {
  const pairs = new Map<string, Change[]>();
  for (const { change, outcome } of merged) {
    if (outcome !== "net" || change.builder === null) continue;
    const key = `${dayOf(ms(change.mergedAt), history.zone)} ${change.builder}`;
    pairs.set(key, [...(pairs.get(key) ?? []), change]);
  }
  return pairs;
}

/**
 * "Weight of the pair's declared net changes ÷ weight of its net changes." A change "weighs its effective
 * lines, at most 400; all changes of a pair weigh alike where the lines of one are unknown, or none has any".
 */
function shareOf(pair: Change[], attribution: Change["attribution"]): number {
  const alike = pair.some((one) => one.lines === null) || pair.every((one) => one.lines === 0);
  const weigh = (changes: Change[]) =>
    changes.reduce((all, one) => all + (alike ? 1 : Math.min(one.lines ?? 0, 400)), 0);
  return weigh(pair.filter((one) => one.attribution === attribution)) / weigh(pair);
}

/**
 * "It is over, and at most a tenth of them waits; or 13 weeks have passed since." The first instant at which
 * that is so, if it has come.
 */
function completionOf(history: History, monday: string, merged: Judged[]): number | null {
  const over = startOf(addDays(monday, 7), history.zone);
  const work = merged.filter((one) => one.isWork);
  const arrivals = work.flatMap((one) => (one.outcome === "pending" ? [] : [one.arrival.at as number]));
  const waiting = (at: number) => work.length - arrivals.filter((arrival) => arrival <= at).length;
  const instants = [over, ...arrivals.filter((at) => at > over), over + 13 * WEEK].sort((a, b) => a - b);
  const complete = instants.find((at) => at >= over + 13 * WEEK || waiting(at) * 10 <= work.length);
  return complete !== undefined && complete <= ms(history.asOf) ? complete : null;
}

/** "Settled: 7 days after that"; "final: 28 days after that": both after the week was complete. */
function stateOf(asOf: number, completedAt: number | null): WeekResult["state"] {
  if (completedAt === null) return "open";
  if (asOf >= completedAt + 28 * DAY) return "final";
  return asOf >= completedAt + 7 * DAY ? "settled" : "complete";
}
