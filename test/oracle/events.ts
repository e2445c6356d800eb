import { releaseEvents } from "./releases.ts";
import { channelOf, isTrusted, nameSaysProduction, rulesBefore } from "./rules.ts";
import { HOUR, ms } from "./time.ts";
import type { Deployment, History, Status } from "./types.ts";

/** One thing that shipped, or tried to. */
export interface Event {
  kind: "deployment" | "release";
  id: number;
  /** Of two of one record in the same second, the higher one came later. */
  number: number;
  environment: string;
  /** What holds a commit: an environment, or one release. */
  target: string;
  /** The service that is deployed, or null for the whole repository. */
  channel: string | null;
  at: number;
  /** Null: nobody knows the commit. Of a withdrawal: nothing is held any more. */
  sha: string | null;
  withdrawal: boolean;
  /** The reason why it can bring nothing, whatever came before. */
  refused: "untrusted-creator" | "preview" | "not-production" | "failed" | null;
}

/** Every event of deployments and releases, in the order of time. */
export function allEvents(history: History): Event[] {
  const events = [
    ...deploymentEvents(history),
    ...history.releases.flatMap((one) => releaseEvents(history, one)),
  ];
  return events.sort(inOrder);
}

/** "Of two things at the same instant, the lower one came first"; "a release comes before a deployment … the higher number first". */
function inOrder(a: Event, b: Event): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.kind !== b.kind) return a.kind === "release" ? -1 : 1;
  const byId = a.kind === "release" ? b.id - a.id : a.id - b.id;
  return byId || a.number - b.number;
}

/** A status, with the environment that it is about, and its place in the order of all statuses. */
interface Said extends Status {
  record: Deployment;
  about: string;
  time: number;
}

/** "`null` where the status names none: it is about that of the status before it, the first about the deployment's." */
function statusesOf(record: Deployment): Said[] {
  const sorted = [...record.statuses].sort((a, b) => ms(a.at) - ms(b.at) || inSecond(a, b));
  let about = record.environment;
  return sorted.map((status) => {
    about = status.environment ?? about;
    return { ...status, record, about, time: ms(status.at) };
  });
}

/** "Of two in the same second, the higher number came later; where no number tells, a success is the last word." */
function inSecond(a: Status, b: Status): number {
  const rank = ({ state }: Status) => ["inactive", "error", "failure", "success"].indexOf(state);
  return (a.id ?? -1) - (b.id ?? -1) || rank(a) - rank(b);
}

function deploymentEvents(history: History): Event[] {
  const all = history.deployments.flatMap(statusesOf);
  all.sort((a, b) => a.time - b.time || a.record.id - b.record.id || inSecond(a, b));
  return history.deployments.flatMap((record) => eventsOfRecord(history, record, all));
}

function eventsOfRecord(history: History, record: Deployment, all: Said[]): Event[] {
  const own = all.filter((status) => status.record === record);
  const successes = own.filter((status) => status.state === "success");
  const begins = successes.filter((success) => {
    const before = successes
      .filter((s) => s.about === success.about && all.indexOf(s) < all.indexOf(success))
      .at(-1);
    return !before || somethingCameBetween(all, before, success);
  });
  const begun = begins.map((begin, number) => {
    const cancelled = isCancelled(own, begins, begin);
    return toEvent(history, record, { at: begin.time, environment: begin.about, number, failed: cancelled });
  });
  const events = [...begun, ...tries(own).map((end) => failure(history, record, end))];
  const superseded = own.filter((status) => status.state === "inactive").at(-1);
  return events.length === 0 && superseded ? [failure(history, record, superseded)] : events;
}

/** "A try that failed where the record never succeeded is an event, too": the last failure in each such environment. */
function tries(own: Said[]): Said[] {
  const last = new Map<string, Said>();
  for (const status of own) if (isFailure(status)) last.set(status.about, status);
  for (const status of own) if (status.state === "success") last.delete(status.about);
  return [...last.values()];
}

function failure(history: History, record: Deployment, end: Said): Event {
  return toEvent(history, record, { at: end.time, environment: end.about, number: 0, failed: true });
}

/** "Another record's success in that environment, `inactive` on the record itself, or its own success in another environment." */
function somethingCameBetween(all: Said[], before: Said, success: Said): boolean {
  return all.slice(all.indexOf(before) + 1, all.indexOf(success)).some((status) => {
    const own = status.record === success.record;
    if (own && status.state === "inactive") return true;
    return status.state === "success" && own !== (status.about === success.about);
  });
}

/** "A failure on it within an hour, without a later success of the same event, cancels it." */
function isCancelled(own: Said[], begins: Said[], begin: Said): boolean {
  const next = begins.find((other) => other.about === begin.about && own.indexOf(other) > own.indexOf(begin));
  const end = next ? own.indexOf(next) : own.length;
  const of = own.slice(own.indexOf(begin) + 1, end).filter((status) => status.about === begin.about);
  return of.some((status, index) => {
    const cancels = isFailure(status) && status.time - begin.time <= HOUR;
    return cancels && !of.slice(index + 1).some((later) => later.state === "success");
  });
}

function isFailure(status: Status): boolean {
  return status.state === "failure" || status.state === "error";
}

interface Happened {
  at: number;
  environment: string;
  number: number;
  failed: boolean;
}

/** The reasons are asked for in the order of "Every deployment has one place". */
function toEvent(history: History, record: Deployment, happened: Happened): Event {
  const rules = rulesBefore(history, happened.at);
  const { at, environment, number } = happened;
  // "GitHub's flag of production speaks of the environment that a record was filed for; in another one its name decides."
  const flagged = record.production && environment === record.environment;
  const production = flagged || nameSaysProduction(rules, environment);
  const { id, sha } = record;
  const channel = channelOf(rules, environment);
  let refused: Event["refused"] = null;
  if (!isTrusted(rules, record.creator)) refused = "untrusted-creator";
  else if (record.transient) refused = "preview";
  else if (!production) refused = "not-production";
  else if (happened.failed) refused = "failed";
  const target = `environment ${environment}`;
  return {
    kind: "deployment",
    id,
    number,
    environment,
    target,
    channel,
    at,
    sha,
    withdrawal: false,
    refused,
  };
}
