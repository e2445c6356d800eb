import { digestWeek } from "../../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../../src/domain/metric/measured.ts";
import { withheldRepositories } from "../../../../src/domain/metric/suppression.ts";
import { personOf } from "../../../../src/ingest/people.ts";
import { buildersByRepository } from "../../../simulation/builders-by-repository.ts";
import { addsNothing, becomes, changesNothing } from "../demands.ts";
import { builders, noBuilder, total } from "../figures.ts";
import type { Outcome } from "../outcome.ts";
import { type Look, type Play, type Row, shipAll } from "../row.ts";
import { BUILDERS } from "../team.ts";
import { atTime, later, NOW, PLAYED_DAYS, PLAYED_WEEK, ZONE } from "../time.ts";
import { simpleWork } from "../work.ts";

const FLOOR = 5;
const QUERY = { week: PLAYED_WEEK, zone: ZONE, now: NOW };

/** Cuts the repository into one of five builders and one of three, and subtracts what is published from the whole. */
function subtract({ measured }: Outcome): Look {
  const part = (name: string, people: readonly string[]): Measured => ({
    ...measured,
    repository: `acme/${name}`,
    changes: measured.changes.filter(({ change: { builder } }) => people.includes(builder ?? "")),
  });
  const all = [part("shop", BUILDERS.slice(0, FLOOR)), part("tools", BUILDERS.slice(FLOOR))];
  const whole = digestWeek(all, { ...QUERY, scope: "acme" }).builders.count ?? 0;
  const hidden = withheldRepositories(whole, buildersByRepository(all, QUERY), FLOOR);
  const told = all.map((each) => {
    const hidesBuilders = hidden.includes(each.repository);
    return { each, digest: digestWeek([each], { ...QUERY, scope: each.repository, hidesBuilders }) };
  });
  const published = told.reduce((sum, { digest }) => sum + (digest.builders.count ?? 0), 0);
  const left = whole - published;
  const parts = told.map(({ each, digest }) => `${each.repository} ${digest.builders.count ?? "withheld"}`);
  return {
    shows: `builders: acme ${whole}, ${parts.join(", ")}, so ${left} remain`,
    complaint: left === 0 || left >= FLOOR ? undefined : `the difference exposes ${left} people`,
  };
}

const PSEUDONYMS = { installations: { computePseudonym: async (_: number, id: number) => `hash of ${id}` } };
/** A robot, an app, GitHub's own committer, and a person's account that the config lists as a bot. */
const BOTS = [
  { id: 49_699_333, type: "Bot", login: "dependabot[bot]" },
  { id: 4710, type: "Bot", login: "release-helper" },
  { id: 19_864_447, type: "User", login: "" },
  { id: 4711, type: "User", login: "" },
];
type PersonOf = Parameters<typeof personOf>;
const SHOP = { installationId: 1 } as PersonOf[1];
const RULES = { agents: [], bots: ["hash of 4711"] };
const people = await Promise.all(
  BOTS.map((account) => personOf(PSEUDONYMS as PersonOf[0], SHOP, { account, rules: RULES })),
);

/** Only one of the builders works. */
const alone: Play = (studio, work) =>
  shipAll(
    studio,
    work.filter(({ by }) => by === BUILDERS[0]),
  );

/** Rows in which somebody is to be exposed. */
export const EXPOSING: readonly Row[] = [
  {
    id: "G26",
    strategy: "subtract published repositories from the organization",
    play: shipAll,
    demands: [changesNothing],
    shows: [],
    look: (_, gamed) => subtract(gamed),
  },
  {
    id: "G27",
    strategy: "let four bots merge beside the only builder, to pass the floor of five",
    honest: alone,
    play: (studio, work) => {
      alone(studio, work);
      for (const day of PLAYED_DAYS) {
        for (const [place, by] of people.entries()) {
          const files = { [`src/bots/file-${place}.ts`]: 10 };
          const at = later(atTime(day, 21), place * 10);
          studio.ship(simpleWork(`bot ${place} ${day.toISOString()}`, at, { by, files }));
        }
      }
    },
    demands: [addsNothing, becomes(builders, "withheld")],
    shows: [total, noBuilder, builders],
  },
];
