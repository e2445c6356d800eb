import type { Account } from "./account.ts";
import { toRestAccount } from "./accounts.ts";
import { type QueriedAssignment, toAccount } from "./graphql-account.ts";
import type { IssueEvent } from "./issue-events.ts";
import type { PullRequestTold } from "./payloads.ts";

/** GitHub's times have seconds, and what is done at once may reach into the next one. */
const AT_ONCE_MS = 1_000;

function isAtOpening(assignedAt: string, openedAt: string): boolean {
  return Date.parse(assignedAt) <= Date.parse(openedAt) + AT_ONCE_MS;
}

/** Whom the timeline of a pull request tells to have been assigned at the opening. */
export function assignedInTimeline(
  timeline: readonly QueriedAssignment[],
  openedAt: string,
): readonly Account[] {
  return timeline.flatMap(({ createdAt, assignee }) => {
    const account = toAccount(assignee);
    return account !== undefined && isAtOpening(createdAt, openedAt) ? [account] : [];
  });
}

/** Whom the events of a pull request tell to have been assigned at the opening. */
export function assignedInEvents(events: readonly IssueEvent[], openedAt: string): readonly Account[] {
  return events.flatMap(({ event, created_at: at, assignee }) => {
    const account = toRestAccount(assignee);
    return event === "assigned" && account !== undefined && isAtOpening(at, openedAt) ? [account] : [];
  });
}

/** Whom a payload tells to have been assigned at the opening. Later payloads list who is assigned by then. */
export function assignedAtOpening(told: PullRequestTold): readonly Account[] {
  const { action, assignee, pull_request: pull } = told;
  if (action === "opened") return (pull.assignees ?? []).filter((each) => each !== null);
  if (action !== "assigned" || assignee == null || pull.created_at == null) return [];
  return isAtOpening(pull.updated_at, pull.created_at) ? [assignee] : [];
}

/** Whether a payload tells only that somebody was assigned to what was open already. */
export function isLaterAssignment(told: PullRequestTold): boolean {
  return told.action === "assigned" && assignedAtOpening(told).length === 0;
}
