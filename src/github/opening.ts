import type { Account } from "./account.ts";
import { toRestAccount } from "./accounts.ts";
import { type QueriedAssignment, toAccount } from "./graphql-account.ts";
import type { IssueEvent } from "./issue-events.ts";
import type { PullRequestSource } from "./payloads.ts";

/** GitHub's times have whole seconds, so simultaneous events may have neighbouring ones. */
const AT_ONCE_MS = 1_000;

function isAtOpening(assignedAt: string, openedAt: string): boolean {
  return Date.parse(assignedAt) <= Date.parse(openedAt) + AT_ONCE_MS;
}

/** Finds the accounts that were assigned at the opening, in the timeline of a pull request. */
export function assignedInTimeline(
  timeline: readonly QueriedAssignment[],
  openedAt: string,
): readonly Account[] {
  return timeline.flatMap(({ createdAt, assignee }) => {
    const account = toAccount(assignee);
    return account !== undefined && isAtOpening(createdAt, openedAt) ? [account] : [];
  });
}

/** Finds the accounts that were assigned at the opening, in the events of a pull request. */
export function assignedInEvents(events: readonly IssueEvent[], openedAt: string): readonly Account[] {
  return events.flatMap(({ event, created_at: at, assignee }) => {
    const account = toRestAccount(assignee);
    return event === "assigned" && account !== undefined && isAtOpening(at, openedAt) ? [account] : [];
  });
}

/** Finds the accounts that were assigned at the opening, in a payload. Later payloads list later assignees. */
export function assignedAtOpening(payload: PullRequestSource): readonly Account[] {
  const { action, assignee, pull_request: pull } = payload;
  if (action === "opened") return (pull.assignees ?? []).filter((each) => each !== null);
  if (action !== "assigned" || assignee == null || pull.created_at == null) return [];
  return isAtOpening(pull.updated_at, pull.created_at) ? [assignee] : [];
}

/** Whether a payload is only about an assignment after the opening. */
export function isLaterAssignment(payload: PullRequestSource): boolean {
  return payload.action === "assigned" && assignedAtOpening(payload).length === 0;
}
