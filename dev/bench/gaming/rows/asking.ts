import { builderOf, isApprovedByOther } from "../../../../src/domain/shipping/people.ts";
import { addsNothing, falls, multipliesAtMostBy } from "../demands.ts";
import { aiAssisted, approved, builders, total } from "../figures.ts";
import { eachWork, type Play, type Row } from "../row.ts";
import { cut, type Work } from "../work.ts";

const COLLEAGUES = 4;
const AGENT = {
  name: "copilot-swe-agent[bot]",
  email: "198982749+Copilot@users.noreply.github.com",
};

/** An agent's part of some work, which who asked for it approves and somebody else merges. */
function byAgent(part: Work, merger: string, { isTold }: { readonly isTold: boolean }): Work {
  const asker = part.by;
  const approvers = asker === undefined ? [] : [asker];
  const people = {
    author: undefined,
    asker: isTold ? asker : undefined,
    merger,
    enabler: undefined,
    approvers,
  };
  return { ...part, author: AGENT, by: builderOf(people), isApproved: isApprovedByOther(people) };
}

function mergedInTurn(told: { readonly isTold: boolean }): Play {
  return eachWork((studio, work) => {
    for (const [place, part] of cut(work, COLLEAGUES, { every: 1 }).entries())
      studio.ship(byAgent(part, `${work.by}'s colleague ${place}`, told));
  });
}

/** Rows in which agents do the work, and people share it out among themselves. */
export const ASKING: readonly Row[] = [
  {
    id: "G45",
    strategy: `have an agent do each change in ${COLLEAGUES}, approve them, and have ${COLLEAGUES} colleagues merge them in turn`,
    play: mergedInTurn({ isTold: true }),
    demands: [addsNothing, falls(approved)],
    shows: [total, builders, aiAssisted, approved],
  },
  {
    id: "G45",
    strategy: "… where GitHub does not tell who asked",
    play: mergedInTurn({ isTold: false }),
    demands: [multipliesAtMostBy(COLLEAGUES)],
    shows: [total, builders, aiAssisted, approved],
    limit: "who asked cannot be seen",
  },
];
