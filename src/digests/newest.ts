import type { Digest } from "../domain/metric/digest.ts";
import { type Withheld, withheldOf } from "../domain/metric/organization-withheld.ts";
import { shiftWeek, startOf, type Week } from "../domain/metric/week.ts";
import type { Repository } from "../storage/repositories.ts";
import type { Computer } from "./computation.ts";
import type { OrganizationSubject } from "./digest-request.ts";
import type { Publication } from "./publication.ts";
import { nameOf } from "./subject.ts";

/** Computes the digest of the newest complete week; of its own week while there is none. */
export function computeNewest(compute: Computer, publication: Publication): Promise<Digest> {
  return newestComplete(publication.week, (week) => computeWeek(compute, publication, week));
}

/** Computes the digest of the newest complete week up to one; of that week itself while none is complete. */
export async function newestComplete(last: Week, compute: (week: Week) => Promise<Digest>): Promise<Digest> {
  const own = await compute(last);
  const week = newestCompleteWeek(own);
  return week === own.week ? own : compute(week);
}

/** The newest complete week up to that of a digest; its own week while there is none. */
export function newestCompleteWeek({ week, state, weeks }: Digest): Week {
  if (state !== "open") return week;
  return weeks.findLast((each) => each.state !== "open")?.week ?? week;
}

/** Computes the digest of a week for the readers of a publication. */
export async function computeWeek(
  compute: Computer,
  { series, subject, week: due, now }: Publication,
  week: Week,
): Promise<Digest> {
  if (series.scope === "owner") {
    // An issue that has a later one keeps its budgets: it is edited no more each day.
    const next = startOf(shiftWeek(due, 2), series.zone);
    return compute.digest({ ...subject, budgetsAt: next < now ? next : now, week, now });
  }
  if (series.organization === undefined) return compute.digest({ ...subject, week, now });
  const withheld = await findWithheld(compute, series.repository, { ...series.organization, week, now });
  return compute.digest({ ...subject, withheld, week, now });
}

/**
 * The figures of a repository's own digest that would expose the rest of its organization, which publishes one as well.
 *
 * A reader can subtract the published repositories from the organization. The rest must have no builder, or at least as
 * many as the floor.
 */
export async function findWithheld(
  compute: Pick<Computer, "state">,
  repository: Repository,
  organization: OrganizationSubject & { readonly week: Week; readonly now: Date },
): Promise<Withheld> {
  const { withheld } = await compute.state(organization);
  return withheldOf(withheld, nameOf(repository));
}
