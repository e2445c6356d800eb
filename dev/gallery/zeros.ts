import type { ZeroFacts } from "../../src/domain/metric/zero-facts.ts";
import type { EnvironmentCount } from "../../src/domain/shipping/environment-counts.ts";
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
      zeroFacts: zeroFactsAs("not-production", ["shop-eu", "staging", HOSTILE]),
    }),
  ),
  "only previews": issue(
    repository(waiting(2), { ...UNMEASURED, zeroFacts: zeroFactsAs("preview", ["pr-1", "pr-2"]) }),
  ),
  "neither deployed nor released": issue(
    repository(waiting(2), { ...UNMEASURED, zeroFacts: zeroFactsAs("preview", []) }),
  ),
  "of an organization in which nothing counts": issue(
    ["acme/api", "acme/secret", "acme/shop"].map((name, index) =>
      repository(waiting(index + 1), {
        ...{ ...UNMEASURED, repository: name },
        zeroFacts: zeroFactsAs(index === 0 ? "failed" : "not-production", ["stage", HOSTILE]),
      }),
    ),
    { query: { scope: "acme" }, options: { visible: new Set(["acme/api", "acme/shop"]) } },
  ),
};

/** What was seen of a repository in whose week nothing counts. */
function zeroFactsAs(reason: EnvironmentCount["reason"], environments: readonly string[]): ZeroFacts {
  const inWeek = environments.map((environment, index) => {
    return { kind: "deployment", environment, reason, number: 40 >> index } as const;
  });
  return { inWeek, until: inWeek, ship: "auto", isSuspended: false, isPastUnread: false };
}
