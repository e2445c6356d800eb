import type { DeploymentEvent } from "./deployment.ts";
import type { Release, ReleaseState, TagCommit } from "./release.ts";

/** The state of a release from some time on. */
interface Held {
  readonly at: Date;
  readonly tag: string;
  readonly state: ReleaseState["state"];
  /** Absent while its tag is unknown. */
  readonly sha: string | undefined;
}

/**
 * The events of a release. It ships when it is published or promoted, and again when its tag names another commit. It
 * is withdrawn when it is deleted, or made a draft or a prerelease.
 */
export function releaseEvents(release: Release): DeploymentEvent[] {
  const events: DeploymentEvent[] = [];
  let before: Held | undefined;
  for (const held of historyOf(release)) {
    const isSame = before !== undefined && kindOf(before) === kindOf(held) && before.sha === held.sha;
    if (isSame) continue;
    if (kindOf(held) === "released") events.push(toEvent(release, held));
    else if (before !== undefined && kindOf(before) === "released") withdraw(events, held.at);
    else if (kindOf(held) === "prereleased") events.push(toEvent(release, held));
    before = held;
  }
  return events;
}

/** Whether it ships, or is a prerelease. A release with an unknown tag holds nothing. */
function kindOf({ state, sha }: Held): "released" | "prereleased" | undefined {
  return sha === undefined || state === "withdrawn" || state === "deleted" ? undefined : state;
}

/** The states of the release at each time of a possible change, the earliest first. */
function historyOf({ releaseStates, tags }: Release): Held[] {
  const inTime = inOrder(releaseStates);
  const times = [...inTime.map(({ at }) => at), ...tags.map(({ at }) => at)].map((at) => at.getTime());
  return [...new Set(times)]
    .sort((a, b) => a - b)
    .flatMap((time) => {
      const releaseState = inTime.findLast(({ at }) => at.getTime() <= time);
      if (releaseState === undefined) return [];
      const { tag, state } = releaseState;
      return [{ at: new Date(time), tag, state, sha: commitOf(tags, tag, time) }];
    });
}

/** The commit of a tag at some time. Before the first known one, that one. */
function commitOf(tags: readonly TagCommit[], tag: string, time: number): string | undefined {
  const ofTag = tags
    .filter((each) => each.tag === tag)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.sha < b.sha ? -1 : 1));
  return (ofTag.findLast(({ at }) => at.getTime() <= time) ?? ofTag[0])?.sha;
}

const RANK: Readonly<Record<ReleaseState["state"], number>> = {
  withdrawn: 0,
  prereleased: 1,
  released: 2,
  deleted: 3,
};

/** Release states in the order of their times, until the release was deleted. */
function inOrder(releaseStates: readonly ReleaseState[]): ReleaseState[] {
  const ordered = releaseStates.toSorted(
    (a, b) =>
      a.at.getTime() - b.at.getTime() ||
      a.kind.localeCompare(b.kind) ||
      RANK[a.state] - RANK[b.state] ||
      (a.tag < b.tag ? -1 : 1),
  );
  const end = ordered.findIndex(({ state }) => state === "deleted");
  const alive = end === -1 ? ordered : ordered.slice(0, end + 1);
  const [first] = alive;
  if (first?.kind !== "reading" || first.publishedAt === undefined) return alive;
  return [{ ...first, at: first.publishedAt < first.at ? first.publishedAt : first.at }, ...alive];
}

function toEvent(release: Release, { at, tag, state, sha = "" }: Held): DeploymentEvent {
  return {
    deployment: release,
    sha,
    environment: tag,
    // No environment's name contains a tab.
    target: `release\t${-release.id}`,
    at,
    conclusion: "succeeded",
    isProduction: true,
    isTransient: state === "prereleased",
    failedLater: undefined,
    withdrawnAt: undefined,
  };
}

/** Ends the last shipped content of the release, and marks each of its shipped events as withdrawn. */
function withdraw(events: DeploymentEvent[], at: Date): void {
  const last = events.at(-1);
  if (last === undefined) return;
  for (const [index, event] of events.entries()) {
    const isHeld = event.conclusion === "succeeded" && !event.isTransient && event.withdrawnAt === undefined;
    if (isHeld) events[index] = { ...event, withdrawnAt: at };
  }
  events.push({ ...last, at, conclusion: "withdrawn", isTransient: false });
}
