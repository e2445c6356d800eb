import { judgeAll } from "./outcomes.ts";
import { placeOf } from "./places.ts";
import { iso, ms } from "./time.ts";
import { timelineOf } from "./timeline.ts";
import type { Deployment, History, Result } from "./types.ts";
import { weeksOf } from "./weeks.ts";

/** What a history comes to, computed from the words of docs/metric.md alone. */
export function oracle(given: History): Result {
  const history = tidy(given);
  const timeline = timelineOf(history);
  const judged = judgeAll(history, timeline);
  const deployments = timeline.rows.map((event) => ({
    id: event.id,
    kind: event.kind,
    environment: event.environment,
    at: iso(event.at),
    place: placeOf(history, timeline, judged, event),
  }));
  const changes: Result["changes"] = {};
  for (const { change, outcome, arrival, undone } of judged) {
    const arrived = arrival.state === "arrived" && arrival.at !== null;
    changes[change.id] = { outcome, arrivedAt: arrived ? iso(arrival.at as number) : null, undone };
  }
  return { changes, deployments, weeks: weeksOf(history, judged, deployments) };
}

/** "A fact that stands there twice is one fact", and "all facts are from before" `asOf`. */
function tidy(history: History): History {
  const known = (at: string) => ms(at) <= ms(history.asOf);
  return {
    ...history,
    rules: once(history.rules ?? []),
    changes: onceBy(history.changes ?? [], (change) => change.id).filter((change) => known(change.mergedAt)),
    deployments: records(history.deployments ?? []).map((record) => ({
      ...record,
      statuses: record.statuses.filter((status) => known(status.at)),
    })),
    releases: onceBy(history.releases ?? [], (release) => String(release.id)).map((release) => ({
      ...release,
      tellings: once(release.tellings).filter((telling) => known(telling.at)),
      tags: once(release.tags).filter((tag) => known(tag.at)),
    })),
    copies: once(history.copies ?? []),
    unrelated: history.unrelated ?? [],
  };
}

/** Of a record that stands there twice, the statuses of both are one list. */
function records(deployments: Deployment[]): Deployment[] {
  return onceBy(deployments, (record) => String(record.id)).map((record) => {
    const same = deployments.filter((other) => other.id === record.id);
    return { ...record, statuses: once(same.flatMap((other) => other.statuses)) };
  });
}

function once<T>(facts: T[]): T[] {
  return onceBy(facts, (fact) => JSON.stringify(fact));
}

function onceBy<T>(facts: T[], key: (fact: T) => string): T[] {
  return [...new Map(facts.map((fact) => [key(fact), fact])).values()];
}
