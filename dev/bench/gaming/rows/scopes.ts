import { digestWeek } from "../../../../src/domain/metric/digest.ts";
import type { Measured } from "../../../../src/domain/metric/measured.ts";
import { changesNothing } from "../demands.ts";
import { total } from "../figures.ts";
import type { Outcome } from "../outcome.ts";
import { type Look, type Row, shipAll } from "../row.ts";
import { NOW, PLAYED_WEEK, ZONE } from "../time.ts";

const REPOSITORIES = 5;
const QUERY = { week: PLAYED_WEEK, zone: ZONE, now: NOW };
const ZONES = Array.from({ length: 25 }, (_, index) => index - 12).map(
  (hours) => `Etc/GMT${hours < 0 ? "" : "+"}${hours}`,
);

/** Deals the changes of a repository out to five, and adds up what each says for itself. */
function splitUp({ measured }: Outcome): Look {
  const parts = Array.from(
    { length: REPOSITORIES },
    (_, place): Measured => ({
      ...measured,
      repository: `acme/part-${place}`,
      changes: measured.changes.filter((__, index) => index % REPOSITORIES === place),
    }),
  );
  const totalOf = (all: readonly Measured[], scope: string) =>
    digestWeek(all, { ...QUERY, scope }).normalizedDeployments.total;
  const summed = parts.reduce((sum, part) => sum + totalOf([part], part.repository), 0);
  const [alone, together] = [totalOf([measured], "acme/shop"), totalOf(parts, "acme")];
  return {
    shows: `five digests added up ${summed} of ${alone}, the organization's ${together}`,
    complaint: together === alone ? undefined : `the organization has ${together} instead of ${alone}`,
  };
}

/** Looks for the zone in which a week has most. */
function bestZone({ digest }: Outcome): Look {
  const totals = ZONES.map((zone) => ({ zone, total: digest({ zone }).normalizedDeployments.total }));
  const [best] = totals.sort((a, b) => b.total - a.total);
  const home = digest().normalizedDeployments.total;
  return { shows: `total at most ${best?.total} (${best?.zone}) instead of ${home}` };
}

/** Rows in which the same work is looked at in another cut. */
export const CUTTING_UP: readonly Row[] = [
  {
    id: "G47",
    strategy: "choose the time zone whose midnight cuts the working day",
    play: shipAll,
    demands: [changesNothing],
    shows: [],
    look: (_, gamed) => bestZone(gamed),
    limit: "a change of zone draws a line",
  },
  {
    id: "G49",
    strategy: "split the repository into five",
    play: shipAll,
    demands: [changesNothing],
    shows: [total],
    look: (_, gamed) => splitUp(gamed),
    limit: "digests of repositories must not be added up",
  },
];
