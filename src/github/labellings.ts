import { toolOfLabel } from "../domain/attribution/labels.ts";
import type { Account } from "./account.ts";
import { toRestAccount } from "./accounts.ts";
import { type Actor, toAccount } from "./graphql-account.ts";
import type { IssueEvent } from "./issue-events.ts";
import type { PullRequestSource } from "./payloads.ts";

/** The setting or removal of a tool's label; other labels are not read. */
export interface Labelling {
  readonly tool: string;
  readonly isSet: boolean;
  /** Absent when the account was deleted, or GitHub does not name it. */
  readonly by: Account | undefined;
  readonly at: Date;
}

/** The selection of label events in the timeline of a pull request. */
export const LABELLED = `... on LabeledEvent { createdAt labeller: actor { ...account } set: label { name } }
            ... on UnlabeledEvent { createdAt labeller: actor { ...account } unset: label { name } }`;

/** A label event in a timeline. */
export interface QueriedLabelling {
  readonly createdAt: string;
  /** Null when the account was deleted. */
  readonly labeller?: Actor | null;
  /** Absent for other events. */
  readonly set?: { readonly name: string };
  readonly unset?: { readonly name: string };
}

/** Reads the label events in the timeline of a pull request. */
export function labellingsInTimeline(timeline: readonly QueriedLabelling[]): readonly Labelling[] {
  return timeline.flatMap(({ createdAt, labeller, set, unset }) =>
    labelling((set ?? unset)?.name ?? "", {
      isSet: set !== undefined,
      by: toAccount(labeller),
      at: new Date(createdAt),
    }),
  );
}

/** Reads the label events among the events of a pull request. */
export function labellingsInEvents(events: readonly IssueEvent[]): readonly Labelling[] {
  return events.flatMap(({ event, created_at: at, actor, label }) => {
    const isSet = event === "labeled";
    if (!isSet && event !== "unlabeled") return [];
    return labelling(label?.name ?? "", { isSet, by: toRestAccount(actor), at: new Date(at) });
  });
}

/** Whether some label belongs to a tool, so that the account that set it matters. */
export function hasToolLabel(labels: readonly { readonly name: string }[]): boolean {
  return labels.some(({ name }) => toolOfLabel(name) !== undefined);
}

function labelling(name: string, rest: Omit<Labelling, "tool">): Labelling[] {
  const tool = toolOfLabel(name);
  return tool === undefined ? [] : [{ tool, ...rest }];
}

/** Reads the label event of a payload, if it is about a tool's label. */
export function labellingIn({
  action,
  sender,
  label,
  pull_request: pull,
}: PullRequestSource): readonly Labelling[] {
  const isSet = action === "labeled";
  if ((!isSet && action !== "unlabeled") || label?.tool == null) return [];
  return [{ tool: label.tool, isSet, by: sender ?? undefined, at: new Date(pull.updated_at) }];
}

/** Whether a payload is only about a label of no tool. */
export function isOtherLabel(payload: PullRequestSource): boolean {
  return (
    (payload.action === "labeled" || payload.action === "unlabeled") && labellingIn(payload).length === 0
  );
}
