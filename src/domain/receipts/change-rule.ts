import type { Change } from "../shipping/change.ts";
import { FINAL_AFTER, isLeftOut, type ShippedChange } from "../shipping/judgement.ts";
import type { Inquiry } from "./inquiry.ts";
import { deploymentName, listed } from "./names.ts";

/** The one rule that decided what became of a change, in the words of docs/metric.md. */
export function ruleOfChange(shipped: ShippedChange, inquiry: Inquiry): string {
  switch (shipped.outcome) {
    case "outside":
      return outside(shipped, inquiry);
    case "rework":
      return rework(shipped, inquiry);
    case "withdrawn":
      return withdrawn(shipped, inquiry);
    case "undone":
      return undone(shipped, inquiry);
    case "ineffective":
      return isLeftOut(shipped) ? LEFT_OUT : RULES.ineffective;
    default:
      return RULES[shipped.outcome];
  }
}

const RULES = {
  pending: "No production deployment contains it yet.",
  automation: "Its author, or every own commit, is a dependency or release robot.",
  ineffective:
    "It is empty, or touches no file but documentation, binaries, and generated, vendored, lock, version or excluded ones.",
  net: "It arrived, is effective, neither automation nor rework, and neither withdrawn nor undone.",
};

const LEFT_OUT =
  "Its content never came: what brought it has the content of its first parent, or goes on from a merge that left it out.";

function outside({ change }: ShippedChange, { journeyOf }: Inquiry): string {
  const id = journeyOf(change).arrival?.deploymentId;
  const by = id === undefined ? "a deployment" : textOf(id);
  return `First carried by ${by}, a baseline or one whose range is unknown: it was there before, or nobody can tell.`;
}

function rework({ change }: ShippedChange, { kinOf }: Inquiry): string {
  const { reverts, repeats, contains } = kinOf(change);
  if (reverts.length > 0) return `It takes back ${listed(reverts)}, so it is no output of its own.`;
  if (repeats.length > 0) return `It repeats ${listed(repeats)}, so it is no output of its own.`;
  if (contains.length === 0) return "It consists of merge commits alone, so it is no output of its own.";
  return `It only contains ${listed(contains)}, so it is no output of its own.`;
}

function withdrawn({ change, arrival }: ShippedChange, inquiry: Inquiry): string {
  const final = (arrival?.at.getTime() ?? 0) + FINAL_AFTER;
  const counts = (each: Change) => each.mergedAt.getTime() <= final && inquiry.hasShipped(each);
  const taker = inquiry.takerOf(change, counts);
  return `${listed(taker ? [taker] : [])} ${takes(taker, change, inquiry)}, and shipped no later than it did: it was never live.`;
}

function undone({ change, undoing }: ShippedChange, inquiry: Inquiry): string {
  const when = undoing?.isLate
    ? "Late, between day 7 and day 28 after the arrival,"
    : "Within 7 days after the arrival,";
  const by = undoing?.by;
  if (by?.kind === "rollback")
    return `${when} ${textOf(by.deploymentId)} took it out of production for more than 7 days.`;
  const taker = inquiry.changes.find(({ id }) => id === by?.changeId);
  return `${when} ${listed(taker ? [taker] : [])} merged, which ${takes(taker, change, inquiry)} and has shipped.`;
}

/** What a change by whose merge another one was gone does: it reverts it, or what had brought it back since. */
function takes(taker: Change | undefined, change: Change, { kinOf }: Inquiry): string {
  const isDirect = kinOf(change).revertedBy.some((each) => each === taker);
  return isDirect ? "takes it back" : "takes back what had restored it";
}

function textOf(id: number): string {
  const { kind, id: number } = deploymentName(id);
  return `${kind} ${number}`;
}
