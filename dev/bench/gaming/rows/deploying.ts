import { addsNothing, becomes, changesNothing, rises } from "../demands.ts";
import { filedByHand, pending, total, uncounted } from "../figures.ts";
import { beside, type Row, rollingOut } from "../row.ts";
import type { Studio } from "../studio.ts";
import { atTime, daysFrom, later, START } from "../time.ts";

const PREVIEW = { environment: "production-preview", isProduction: false };
const TRANSIENT = { environment: "production", isTransient: true };
const BY_HAND = { creator: { id: "mallory", kind: "person" } } as const;

function deployByHand(studio: Studio): void {
  studio.deploy(undefined, BY_HAND);
}

/** Deploys in the usual time, but to nothing that stays. */
function deployPreviews(studio: Studio): void {
  for (const [index, rest] of [PREVIEW, TRANSIENT].entries())
    studio.at(later(studio.shop.now, 8 + index), () => void studio.deploy(undefined, rest));
}

/** Deploys in the usual time, and five minutes later says that it failed. */
function deployInVain(studio: Studio): void {
  studio.at(later(studio.shop.now, 8), () => {
    const deployment = studio.deploy();
    studio.at(later(studio.shop.now, 5), () => studio.shop.report(deployment, "failure"));
  });
}

/** Deploys in the usual time, each time to an environment with a name that was never seen. */
function deploySomewhereNew(studio: Studio): void {
  studio.at(later(studio.shop.now, 8), () => {
    studio.deploy(undefined, { environment: `production-${studio.shop.now.getTime()}` });
  });
}

/** Rows in which what is deployed is not what it seems. */
export const DEPLOYING: readonly Row[] = [
  {
    id: "G11",
    strategy: "deploy each merge only to `production-preview`, and to a transient `production`",
    play: rollingOut(deployPreviews),
    demands: [addsNothing, becomes(total, 0)],
    shows: [total, uncounted("preview"), uncounted("not-production"), pending],
  },
  {
    id: "G13",
    strategy: "deploy nothing, and file deployments and their success by hand; the deployers are listed",
    rules: { creators: ["deployer"] },
    play: rollingOut(deployByHand),
    demands: [addsNothing, becomes(total, 0), rises(uncounted("untrusted-creator"))],
    shows: [total, uncounted("untrusted-creator"), pending],
  },
  {
    id: "G13",
    strategy: "… the deployers are not listed",
    play: rollingOut(deployByHand),
    demands: [addsNothing, rises(filedByHand)],
    shows: [total, filedByHand],
  },
  {
    id: "G14",
    strategy: "call each deployment a success, and five minutes later a failure",
    play: rollingOut(deployInVain),
    demands: [addsNothing, becomes(total, 0)],
    shows: [total, uncounted("failed"), pending],
  },
  {
    id: "G36",
    strategy: "deploy what is live to an environment with a new name every day, to count it again",
    play: beside((studio) => {
      for (const day of daysFrom(START, 42)) studio.at(atTime(day, 7), () => deployAgainSomewhereNew(studio));
    }),
    demands: [changesNothing],
    shows: [total, uncounted("same-commit"), uncounted("baseline")],
  },
  {
    id: "G36",
    strategy: "deploy each merge to an environment with a new name, so that a baseline swallows it",
    play: rollingOut(deploySomewhereNew),
    demands: [changesNothing],
    shows: [total, uncounted("baseline")],
  },
];

function deployAgainSomewhereNew(studio: Studio): void {
  studio.deployAgain({ environment: `production-${studio.shop.now.getTime()}` });
}
