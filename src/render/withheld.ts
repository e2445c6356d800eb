import type { Digest } from "../domain/metric/digest.ts";
import { isRepository } from "../domain/metric/scope.ts";
import { percent } from "./figures.ts";

/** The reason why the division of a week by AI assistance is withheld, and the remedy; empty where it is published. */
export function withheldSentence(digest: Digest): string {
  const { beside, scope } = digest;
  const what = "the AI-assisted share, the tools and the comparison are withheld";
  switch (beside.withheldFor) {
    case "privacy":
      return `${fewerThan(digest)} builders shipped: ${what}.${isRepository(scope) ? ADVICE : ""}`;
    case "sides":
      return `${fewerThan(digest)} builders declared something, or declared nothing, and the config is strict: ${what}.`;
    case "others":
      return `Beside the organization's digest this would tell of too few builders in other repositories: ${what}.`;
    case "coverage":
      return uncovered(beside);
    default:
      // A digest of the time before reasons were kept.
      return beside.isWithheld ? uncovered(beside) : "";
  }
}

const ADVICE =
  " One digest for the whole organization (`digest.repository`) tells of more people together; a public repository may say `privacy: { public: true }`.";

/** `Fewer than 5`. Digests of earlier versions did not record their floor. */
export function fewerThan({ floor }: Pick<Digest, "floor">): string {
  return floor === undefined ? "Too few" : `Fewer than ${floor}`;
}

function uncovered({ coverage: share }: Digest["beside"]): string {
  const known = share === null ? "" : `, ${percent(share)}, `;
  return `Attribution is known for too few net changes${known}where 80 % are needed: the AI-assisted share and the comparison are withheld.`;
}

/** The AI-assisted normalized deployments of a week; `null` where the division of its work is withheld. */
export function shownAssisted({ normalizedDeployments, beside }: Digest): number | null {
  return beside.isWithheld ? null : normalizedDeployments.aiAssisted;
}

/** The part of a week's builders with an AI-assisted change; `null` where the division of its work is withheld. */
export function shownAdoption({ builders, beside }: Digest): Digest["builders"]["adoption"] {
  return beside.isWithheld ? null : builders.adoption;
}

/** The totals of the tools of a week; `null` where the division of its work is withheld. */
export function shownTools({ tools, beside }: Digest): Digest["tools"] {
  return beside.isWithheld ? null : tools;
}
