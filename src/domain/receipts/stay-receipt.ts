import type { Change } from "../shipping/change.ts";
import { jointStays } from "../shipping/joint-stays.ts";
import type { Absence, Stay } from "../shipping/stays.ts";
import type { Inquiry } from "./inquiry.ts";
import { changeName, type DeploymentName, deploymentName } from "./names.ts";

/** A time in which production did not hold something after its arrival. */
export interface AbsenceReceipt {
  /** The deployment that took it out. */
  readonly deployment: DeploymentName;
  readonly from: Date;
  /** `null` while it lasts. */
  readonly until: Date | null;
  /** The deployment that ended it; `null` while it lasts, and where several commits must be held together. */
  readonly endedBy: DeploymentName | null;
}

/** The stay of one commit in production, in one channel. */
export interface StayReceipt {
  /** The service that was deployed; `null` for the whole repository. */
  readonly channel: string | null;
  readonly deployment: DeploymentName | null;
  readonly environment: string;
  readonly at: Date;
  /**
   * Whether that deployment links the changes that it brought. A baseline does not, and neither does one with an
   * unknown range.
   */
  readonly isLinked: boolean;
  readonly absences: readonly AbsenceReceipt[];
}

/** A commit that carries a change to production. */
export interface CarrierReceipt {
  readonly sha: string;
  /** The change whose merge or head it is: the change itself, or one that contains or repeats it; `null` for a pick. */
  readonly of: string | null;
  /** For a change that was picked commit by commit: the other picks, without which this one is only a part of it. */
  readonly with: readonly string[];
  readonly passages: readonly StayReceipt[];
}

/** The receipts of all commits that carry a change to production. */
export function carrierReceipts(change: Change, inquiry: Inquiry): CarrierReceipt[] {
  const { relations } = inquiry;
  const { repeatedBy, containedIn } = relations.relatedTo(change);
  const owners = [change, ...repeatedBy, ...containedIn];
  const merged = [...new Set(relations.carriersOf(change))].map((sha) => ({
    sha,
    of: changeName(inquiry.repository, owners.find(({ carriers }) => carriers.includes(sha)) ?? change),
    with: [],
    passages: (inquiry.stays.get(sha) ?? []).map(stayReceipt),
  }));
  const substitutes = inquiry.changeStayOf(change).substitutes.map(({ sha, stays }) => ({
    sha,
    of: changeName(inquiry.repository, change),
    with: [],
    passages: stays.map(stayReceipt),
  }));
  const copied = relations.copiesOf(change).map((copy) => {
    const [sha = "", ...others] = copy.flat().toReversed();
    const stays = jointStays(copy, inquiry.stays);
    return { sha, of: null, with: others.toReversed(), passages: stays.map(stayReceipt) };
  });
  return [...merged, ...substitutes, ...copied];
}

function stayReceipt({ channel, arrival, isLinked, absences }: Stay): StayReceipt {
  const { deploymentId, environment, at } = arrival;
  return {
    channel: channel || null,
    deployment: deploymentId === undefined ? null : deploymentName(deploymentId),
    environment,
    at,
    isLinked,
    absences: absences.map(absenceReceipt),
  };
}

/** The receipt of an absence. */
export function absenceReceipt({ deploymentId, from, until, endedBy }: Absence): AbsenceReceipt {
  const back = endedBy?.deploymentId;
  return {
    deployment: deploymentName(deploymentId),
    from,
    until: until ?? null,
    endedBy: back === undefined ? null : deploymentName(back),
  };
}
