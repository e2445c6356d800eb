import { productionSentence, shippedBy } from "../../../../src/render/digest/funnel/targets.ts";
import { addsNothing, becomes, rises } from "../demands.ts";
import { type Figure, rollbacks, total, uncounted, undone } from "../figures.ts";
import { type Play, type Row, rollingOut } from "../row.ts";
import type { Studio } from "../studio.ts";
import { atTime, later, PLAYED_DAYS } from "../time.ts";

const plain = (text: string) => text;
const by: Figure = {
  name: "shipped",
  of: (outcome) => shippedBy(outcome.digest(), plain) ?? "by nothing",
};
const asked: Figure = {
  name: "asks what is production",
  of: (outcome) => (productionSentence(outcome.digest()) === "" ? "no" : "yes"),
};

/** Deploys in the usual time to another environment, and to no other. */
function deployingTo(environment: string): Play {
  return rollingOut((studio) => {
    studio.at(later(studio.shop.now, 8), () => void studio.deploy(undefined, { environment }));
  });
}

/** Deploys to production, and to a second one that nobody uses. */
function toBoth(studio: Studio): void {
  studio.at(later(studio.shop.now, 8), () => void studio.deploy());
  studio.at(
    later(studio.shop.now, 9),
    () => void studio.deploy(undefined, { environment: "production-two" }),
  );
}

/** Rows about what counts as production. */
export const TARGETING: readonly Row[] = [
  {
    id: "G39",
    strategy: "deploy nothing, and have a lint job name its environment `production-checks`",
    play: deployingTo("production-checks"),
    demands: [addsNothing, becomes(total, 0)],
    shows: [total, uncounted("not-production")],
  },
  {
    id: "G39",
    strategy: "… and call it `production-two`; creators are listed",
    rules: { creators: ["deployer"] },
    play: deployingTo("production-two"),
    demands: [addsNothing, becomes(by, "by production-two")],
    shows: [total, by],
    limit: "what an environment is cannot be seen",
  },
  {
    id: "G40",
    strategy: "roll production back every night, and keep all of it in `production-two`",
    play: (studio, work) => {
      for (const day of PLAYED_DAYS) {
        studio.at(atTime(day, 4), () => {
          const old = studio.shop.main;
          studio.at(atTime(day, 23), () => void studio.deploy(old));
        });
      }
      rollingOut(toBoth)(studio, work);
    },
    demands: [addsNothing, rises(rollbacks), becomes(asked, "yes")],
    shows: [total, rollbacks, undone, asked],
    limit: "which environments serve people cannot be seen",
  },
];
