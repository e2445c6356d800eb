import { type StayStep, stepsOf } from "./absence.ts";
import type { Copy } from "./side-commits.ts";
import type { Absence, Arrival, Stay, Stays } from "./stays.ts";

/**
 * The stays of commits that carry a change only together: the times in which production held a commit for each part.
 */
export function jointStays(copy: Copy, stays: Stays): Stay[] {
  const parts = copy.map((shas) => shas.flatMap((sha) => stays.get(sha) ?? []));
  const channels = new Set(parts[0]?.map(({ channel }) => channel));
  return [...channels].flatMap((channel) => {
    const inChannel = parts.map((part) => part.filter((stay) => stay.channel === channel));
    return joined(inChannel) ?? [];
  });
}

function joined(parts: readonly (readonly Stay[])[]): Stay | undefined {
  const [only, ...others] = parts.flat();
  if (only === undefined || parts.some((part) => part.length === 0)) return undefined;
  if (others.length === 0) return only;
  const held = parts.map(() => 0);
  const absences: Absence[] = [];
  let first: Stay | undefined;
  let isWhole = false;
  for (const { part, at, by, deploymentId, environment, stay } of inOrder(parts)) {
    held[part] = (held[part] ?? 0) + by;
    const wasWhole = isWhole;
    isWhole = held.every((count) => count > 0);
    if (isWhole && first === undefined) first = arrivedAs(stay, { at, deploymentId });
    else if (isWhole && !wasWhole)
      absences.push({
        ...(absences.pop() as Absence),
        until: at,
        endedBy: { deploymentId, environment },
      });
    else if (wasWhole && !isWhole) absences.push({ deploymentId, from: at, until: undefined });
  }
  return first && { ...first, absences };
}

function arrivedAs(stay: Stay, { at, deploymentId }: Pick<Arrival, "at" | "deploymentId">): Stay {
  return { ...stay, arrival: { ...stay.arrival, at, deploymentId } };
}

/** The steps of stays in the order of time. At the same time, arrivals come before losses. */
function inOrder(parts: readonly (readonly Stay[])[]) {
  const steps = parts.flatMap((part, index) =>
    part.flatMap((stay) => stepsOf(stay).map((step) => ({ ...step, part: index, stay }))),
  );
  return steps.sort((a: StayStep, b: StayStep) => a.at.getTime() - b.at.getTime() || b.by - a.by);
}
