import type { Sighted } from "../../src/domain/metric/sighted.ts";
import type { Sighting } from "../../src/domain/shipping/sightings.ts";
import { repository } from "../simulation/examples/records.ts";
import { type Exhibit, issue } from "./issue.ts";
import { HOSTILE } from "./texts.ts";
import { waiting } from "./work.ts";

const UNMEASURED = { measuredSince: undefined, lastCounted: undefined };

/** The digest issue of each reason why nothing counts. */
export const ZEROS: Readonly<Record<string, Exhibit>> = {
  "nothing is production": issue(
    repository(waiting(7), {
      ...UNMEASURED,
      sighted: sightedAs("not-production", ["shop-eu", "staging", HOSTILE]),
    }),
  ),
  "only previews": issue(
    repository(waiting(2), { ...UNMEASURED, sighted: sightedAs("preview", ["pr-1", "pr-2"]) }),
  ),
  "neither deployed nor released": issue(
    repository(waiting(2), { ...UNMEASURED, sighted: sightedAs("preview", []) }),
  ),
  "of an organization in which nothing counts": issue(
    ["acme/api", "acme/secret", "acme/shop"].map((name, index) =>
      repository(waiting(index + 1), {
        ...{ ...UNMEASURED, repository: name },
        sighted: sightedAs(index === 0 ? "failed" : "not-production", ["stage", HOSTILE]),
      }),
    ),
    { query: { scope: "acme" }, options: { visible: new Set(["acme/api", "acme/shop"]) } },
  ),
};

/** What was seen of a repository in whose week nothing counts. */
function sightedAs(reason: Sighting["reason"], environments: readonly string[]): Sighted {
  const inWeek = environments.map((environment, index) => {
    return { kind: "deployment", environment, reason, number: 40 >> index } as const;
  });
  return { inWeek, until: inWeek, ship: "auto", isSuspended: false, isPastUnread: false };
}
