import { isDeepStrictEqual } from "node:util";
import type { ShippingRecord } from "../../../../src/domain/shipping/deployment.ts";
import type { History } from "../../../../src/domain/shipping/shipping.ts";
import { changesNothing } from "../demands.ts";
import { total } from "../figures.ts";
import { readCommits } from "../github.ts";
import type { Outcome } from "../outcome.ts";
import { editByHand } from "../publishing.ts";
import { type Look, type Row, shipAll } from "../row.ts";
import { honestWork, isPlayed } from "../team.ts";
import { onDay } from "../time.ts";

/** Each fact twice, the newest first, and each status of a deployment by itself. */
function replayed({ changes, deployments, ...history }: History): History {
  const parts = deployments.flatMap((each): ShippingRecord[] =>
    each.kind === "release" ? [each] : each.statuses.map((status) => ({ ...each, statuses: [status] })),
  );
  return {
    ...history,
    changes: [...changes, ...changes].reverse(),
    deployments: [...parts, ...parts].reverse(),
  };
}

function isSameDigest(honest: Outcome, gamed: Outcome): Look {
  const isSame = isDeepStrictEqual(honest.digest(), gamed.digest());
  return {
    shows: `digest identical: ${isSame ? "yes" : "no"}`,
    complaint: isSame ? undefined : "the digest differs",
  };
}

/** Reads the commits of each piece of work with its true dates, and with those of a year before. */
async function backdate(): Promise<Look> {
  const work = honestWork().filter(isPlayed);
  const read = await Promise.all(
    work.map(
      async (each) =>
        [await readCommits(each, each.at), await readCommits(each, onDay(each.at, -365))] as const,
    ),
  );
  const different = read.filter(([dated, backdated]) => !isDeepStrictEqual(dated, backdated)).length;
  return {
    shows: `facts that differ: ${different} of ${read.length}`,
    complaint: different === 0 ? undefined : `${different} facts differ`,
  };
}

/** Rows in which facts are told otherwise, or what was published is. */
export const TELLING: readonly Row[] = [
  {
    id: "G23",
    strategy: "backdate every commit by a year",
    play: shipAll,
    demands: [changesNothing],
    shows: [total],
    look: backdate,
  },
  {
    id: "G24",
    strategy: "deliver every fact twice, the newest first",
    play: (studio, work) => {
      studio.deliver = replayed;
      shipAll(studio, work);
    },
    demands: [changesNothing],
    shows: [total],
    look: isSameDigest,
  },
  {
    id: "G25",
    strategy: "edit the digest by hand, and close it",
    play: shipAll,
    demands: [changesNothing],
    shows: [total],
    look: editByHand,
  },
];
