import { type PassageStep, stepsOf } from "./absence.ts";
import type { Absence, Arrival, Passage, Passages } from "./passages.ts";
import type { Copy } from "./side-commits.ts";

/**
 * The passages of commits that carry a change only together: the times in which production held a commit for each part.
 */
export function jointPassages(copy: Copy, passages: Passages): Passage[] {
  const parts = copy.map((shas) => shas.flatMap((sha) => passages.get(sha) ?? []));
  const channels = new Set(parts[0]?.map(({ channel }) => channel));
  return [...channels].flatMap((channel) => {
    const inChannel = parts.map((part) => part.filter((passage) => passage.channel === channel));
    return joined(inChannel) ?? [];
  });
}

function joined(parts: readonly (readonly Passage[])[]): Passage | undefined {
  const [only, ...others] = parts.flat();
  if (only === undefined || parts.some((part) => part.length === 0)) return undefined;
  if (others.length === 0) return only;
  const held = parts.map(() => 0);
  const absences: Absence[] = [];
  let first: Passage | undefined;
  let isWhole = false;
  for (const { part, at, by, deploymentId, environment, passage } of inOrder(parts)) {
    held[part] = (held[part] ?? 0) + by;
    const wasWhole = isWhole;
    isWhole = held.every((count) => count > 0);
    if (isWhole && first === undefined) first = arrivedAs(passage, { at, deploymentId });
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

function arrivedAs(passage: Passage, { at, deploymentId }: Pick<Arrival, "at" | "deploymentId">): Passage {
  return { ...passage, arrival: { ...passage.arrival, at, deploymentId } };
}

/** The steps of passages in the order of time. At the same time, arrivals come before losses. */
function inOrder(parts: readonly (readonly Passage[])[]) {
  const steps = parts.flatMap((part, index) =>
    part.flatMap((passage) => stepsOf(passage).map((step) => ({ ...step, part: index, passage }))),
  );
  return steps.sort((a: PassageStep, b: PassageStep) => a.at.getTime() - b.at.getTime() || b.by - a.by);
}
