import { toolOfLabel } from "../domain/attribution/labels.ts";
import type { Account } from "./account.ts";
import { toRestAccount } from "./accounts.ts";
import { type Actor, toAccount } from "./graphql-account.ts";
import type { IssueEvent } from "./issue-events.ts";
import type { PullRequestTold } from "./payloads.ts";

/** A label of a tool that was set or taken away; other labels are not read. */
export interface Labelling {
  readonly tool: string;
  readonly isSet: boolean;
  /** Absent when the account was deleted, or GitHub does not tell. */
  readonly by: Account | undefined;
  readonly at: Date;
}

/** The selection that reads which labels were set and taken away, in the timeline of a pull request. */
export const LABELLED = `... on LabeledEvent { createdAt labeller: actor { ...account } set: label { name } }
            ... on UnlabeledEvent { createdAt labeller: actor { ...account } unset: label { name } }`;

/** What a timeline tells of a label. */
export interface QueriedLabelling {
  readonly createdAt: string;
  /** Null when the account was deleted. */
  readonly labeller?: Actor | null;
  /** Absent for what is none. */
  readonly set?: { readonly name: string };
  readonly unset?: { readonly name: string };
}

/** Reads the timeline of a pull request. */
export function labellingsInTimeline(timeline: readonly QueriedLabelling[]): readonly Labelling[] {
  return timeline.flatMap(({ createdAt, labeller, set, unset }) =>
    labelling((set ?? unset)?.name ?? "", {
      isSet: set !== undefined,
      by: toAccount(labeller),
      at: new Date(createdAt),
    }),
  );
}

/** Reads the events of a pull request. */
export function labellingsInEvents(events: readonly IssueEvent[]): readonly Labelling[] {
  return events.flatMap(({ event, created_at: at, actor, label }) => {
    const isSet = event === "labeled";
    if (!isSet && event !== "unlabeled") return [];
    return labelling(label?.name ?? "", { isSet, by: toRestAccount(actor), at: new Date(at) });
  });
}

/** Whether some labels are of a tool, so that it matters who set them. */
export function hasToolLabel(labels: readonly { readonly name: string }[]): boolean {
  return labels.some(({ name }) => toolOfLabel(name) !== undefined);
}

function labelling(name: string, rest: Omit<Labelling, "tool">): Labelling[] {
  const tool = toolOfLabel(name);
  return tool === undefined ? [] : [{ tool, ...rest }];
}

/** Which label of a tool a payload tells to have been set or taken away. */
export function labellingIn({
  action,
  sender,
  label,
  pull_request: pull,
}: PullRequestTold): readonly Labelling[] {
  const isSet = action === "labeled";
  if ((!isSet && action !== "unlabeled") || label?.tool == null) return [];
  return [{ tool: label.tool, isSet, by: sender ?? undefined, at: new Date(pull.updated_at) }];
}

/** Whether a payload tells only of a label that is no tool's. */
export function isOtherLabel(told: PullRequestTold): boolean {
  return (told.action === "labeled" || told.action === "unlabeled") && labellingIn(told).length === 0;
}
