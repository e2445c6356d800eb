import type { Preview } from "../domain/clone/preview.ts";
import { type OrganizationReceipts, organizationReceipts } from "../domain/receipts/organization-receipts.ts";
import { pairsInAll } from "../domain/receipts/pairs.ts";
import type { WeekReceipts } from "../domain/receipts/week-receipts.ts";
import { eachClone } from "./each-clone.ts";
import { explainClone } from "./explain-clone.ts";
import type { Survey } from "./survey.ts";

/** The receipts of a week: of one repository, or of all those that an organization's digest counts. */
export type Explained = WeekReceipts | OrganizationReceipts;

/** Writes the receipts of a preview's week. A person has one pair on a day in all clones, as in the digest. */
export async function explainSurvey(
  { subject, asOf, clones }: Survey,
  { digest, source }: Preview,
): Promise<Explained> {
  const counted = clones.filter(({ measured }) => !source.leftOut.includes(measured.repository));
  const changes = counted.map(({ measured }) => measured.changes.map(({ change }) => change));
  const pairs = pairsInAll(changes, subject.zone);
  const week = { subject, asOf, week: digest.week };
  const repositories = await eachClone([...counted.entries()], ([index, clone]) =>
    explainClone(clone, { ...week, pairs: pairs[index] ?? new Map() }),
  );
  const [only, ...others] = repositories;
  if (only !== undefined && others.length === 0 && only.scope === digest.scope) return only;
  const leftOut = [...source.leftOut, ...source.optedOut].sort();
  return organizationReceipts(digest, { zone: subject.zone, asOf, leftOut, repositories });
}
