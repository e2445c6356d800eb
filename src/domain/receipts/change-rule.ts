import type { Grounds, Taker } from "../shipping/grounds.ts";
import { deploymentInWords, listInWords } from "./names.ts";

/** The one rule that decided the outcome of a change, in the words of docs/metric.md. */
export function ruleOfChange(grounds: Grounds): string {
  switch (grounds.rule) {
    case "not-carried":
      return "No production deployment contains it yet.";
    case "not-linked":
      return `First carried by ${carrierText(grounds.deploymentId)}, a baseline or one whose range is unknown: it was there before, or nobody can tell.`;
    case "robot":
      return "Its author, or every own commit, is a dependency or release robot.";
    case "takes-back":
      return `It takes back ${listInWords(grounds.changes)}, so it is no output of its own.`;
    case "repeats":
      return `It repeats ${listInWords(grounds.changes)}, so it is no output of its own.`;
    case "only-contains":
      return `It only contains ${listInWords(grounds.changes)}, so it is no output of its own.`;
    case "only-merges":
      return "It consists of merge commits alone, so it is no output of its own.";
    case "no-file-counts":
      return "It is empty, or touches no file but documentation, binaries, and generated, vendored, lock, version or excluded ones.";
    case "content-never-came":
      return "Its content never came: what brought it has the content of its first parent, or goes on from a merge that left it out.";
    case "never-live":
      return `${listInWords([grounds.by.id])} ${actText(grounds.by)}, and shipped no later than it did: it was never live.`;
    case "reverted":
      return `${whenText(grounds)} ${listInWords([grounds.by.id])} merged, which ${actText(grounds.by)} and has shipped.`;
    case "rolled-back":
      return `${whenText(grounds)} ${deploymentInWords(grounds.deploymentId)} took it out of production for more than 7 days.`;
    case "stayed":
      return "It arrived, is effective, neither automation nor rework, and neither withdrawn nor undone.";
  }
}

function whenText({ isLate }: { readonly isLate: boolean }): string {
  return isLate ? "Late, between day 7 and day 28 after the arrival," : "Within 7 days after the arrival,";
}

function actText({ isDirect }: Taker): string {
  return isDirect ? "takes it back" : "takes back what had restored it";
}

function carrierText(id: number | undefined): string {
  return id === undefined ? "a deployment" : deploymentInWords(id);
}
