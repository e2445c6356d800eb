import { digestWeek } from "../../src/domain/metric/digest.ts";
import type { Measured } from "../../src/domain/metric/measured.ts";
import { withheldAmong, withheldOf } from "../../src/domain/metric/organization-withheld.ts";
import { shiftWeek, type Week } from "../../src/domain/metric/week.ts";
import type { Site, SiteScope } from "../../src/render/site/site.ts";
import { toolNames } from "../../src/render/tool-names.ts";
import { NOW, on, reverted, WEEK } from "../simulation/examples/records.ts";
import { HOUSE_AGENT } from "./texts.ts";
import { type Team, teamOf, weeksOf } from "./work.ts";

const ZONE = "utc";
/** The weeks of a digest's usual range, before the first one that is shown. */
const BEFORE = 26;

/** What the pages of the gallery have in common: a change of rules, and a GitHub. */
export const PAGE: Omit<SiteScope, "name" | "digest" | "weeks"> = {
  zone: "UTC",
  github: "https://github.com",
  names: toolNames([HOUSE_AGENT]),
  notes: [],
  ruleChanges: [
    { at: on(shiftWeek(WEEK, -8), 2), keys: [{ key: "exclude", added: ["gen/**"], removed: [] }] },
  ],
};

/** The site of an organization over some weeks, from the work of its teams. */
export function siteOf(weeks: number, teams: Readonly<Record<string, Team>>): Site {
  const measured = Object.entries(teams).map(([name, team]) => repositoryOf(`acme/${name}`, team, weeks));
  const all = Array.from({ length: weeks }, (_, index) => shiftWeek(WEEK, index + 1 - weeks));
  const own = all.map((week) => digestWeek(measured, { scope: "acme", ...spanOf(week) }));
  const repositories = measured.map((each): SiteScope => {
    const name = each.repository;
    const digests = all.map((week) => {
      const withheld = withheldAmong(measured, { week, zone: ZONE, floor: 5 });
      return digestWeek([each], { scope: name, ...spanOf(week), ...withheldOf(withheld, name) });
    });
    return { name, digest: lastOf(digests), weeks: digests, ...PAGE };
  });
  return { main: { name: "acme", digest: lastOf(own), weeks: own, ...PAGE }, repositories };
}

function repositoryOf(repository: string, team: Team, weeks: number): Measured {
  const undone = [2, 5, 9].map((back) =>
    reverted(on(shiftWeek(WEEK, -back), 1), 2, { id: `#${900 + back}`, builder: `${team.name}-0` }),
  );
  const changes = [...weeksOf(weeks + BEFORE, team), ...undone];
  return { ...teamOf(changes), repository, unmerged: unmergedBeside(changes) };
}

/** Pull requests that were closed on the days of others: of what declares a tool one for two merged, of other work one for ten. */
function unmergedBeside(changes: Measured["changes"]): Measured["unmerged"] {
  return changes.flatMap(({ change: { mergedAt: closedAt, attribution } }, index) =>
    index % (attribution === "declared" ? 2 : 10) === 0 ? [{ closedAt, attribution }] : [],
  );
}

function spanOf(week: Week) {
  return { week, zone: ZONE, now: NOW };
}

function lastOf<Element>(elements: readonly Element[]): Element {
  const last = elements.at(-1);
  if (last === undefined) throw new Error("there is no week");
  return last;
}
