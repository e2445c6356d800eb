import type { Commit } from "../simulation/emulated/history.ts";
import { pulls } from "./pulls.ts";

/** A pull request of the story; `noExpress` is the one that reverts `express`. */
export type PullName = keyof typeof pulls | "noExpress";

/** One thing that happens in the story, at a time of its day in UTC. */
export type Step = { readonly at: string; readonly note?: string } & (
  | Install
  | Open
  | Revert
  | Push
  | Merge
  | Deploy
);

/** The app is installed on the organization. */
export interface Install {
  readonly does: "install";
  readonly by: string;
}

/** A pull request is opened. */
export interface Open {
  readonly does: "open";
  readonly pull: keyof typeof pulls;
}

/** A pull request is opened that reverts a merged one. */
export interface Revert {
  readonly does: "revert";
  readonly of: keyof typeof pulls;
  readonly pull: PullName;
  readonly by: string;
}

/** Commits are added to an open pull request. */
export interface Push {
  readonly does: "push";
  readonly pull: keyof typeof pulls;
  readonly commits: readonly Commit[];
}

/** A pull request is merged: squashed, unless it says otherwise. */
export interface Merge {
  readonly does: "merge";
  readonly pull: PullName;
  readonly by: string;
  readonly method?: "merge" | "squash";
}

/** A deployment of main as that pull request's merge left it; a preview deploys the pull request's head. */
export interface Deploy {
  readonly does: "deploy";
  readonly to: "production" | "staging" | "preview";
  readonly pull: PullName;
  readonly ends?: "success" | "failure";
}

/** What a step is, in a line to print. */
export function titleOf(step: Step): string {
  return step.note === undefined ? plainTitleOf(step) : `${plainTitleOf(step)}: ${step.note}`;
}

function plainTitleOf(step: Step): string {
  switch (step.does) {
    case "install":
      return `${step.by} installs Plimsoll`;
    case "open":
      return `${pulls[step.pull].by} opens ${quoted(step.pull)}`;
    case "revert":
      return `${step.by} opens ${quoted(step.pull)}`;
    case "push":
      return `${pulls[step.pull].by} adds to ${quoted(step.pull)}`;
    case "merge":
      return `${step.by} ${step.method === "merge" ? "merges" : "squashes"} ${quoted(step.pull)}`;
    case "deploy":
      return `${step.to} ${step.ends === "failure" ? "fails to get" : "gets"} ${quoted(step.pull)}`;
  }
}

function quoted(pull: PullName): string {
  return pull === "noExpress" ? `“Revert "${pulls.express.title}"”` : `“${pulls[pull].title}”`;
}
