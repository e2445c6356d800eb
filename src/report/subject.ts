import type { OrganizationSubject, RepositorySubject } from "../digests/digest-request.ts";
import { nameOf } from "../digests/subject.ts";
import type { Repository } from "../storage/repositories.ts";
import type { FoundRepositories, ReportScope } from "./find-repositories.ts";
import { ReportError } from "./report-error.ts";
import { type Shortfall, shortfallLine } from "./shortfalls.ts";

/** The subject of a report's digest. */
export type ReportSubject = RepositorySubject | OrganizationSubject;

/** The repositories whose numbers hold. Throws a `ReportError` when there are none. */
export function complete(
  repositories: readonly Repository[],
  shortfalls: readonly Shortfall[],
): readonly Repository[] {
  const leftOut = shortfalls.filter(({ isLeftOut }) => isLeftOut);
  const names = new Set(leftOut.map(({ repository }) => repository));
  const left = repositories.filter((each) => !names.has(nameOf(each)));
  const [first] = leftOut;
  if (left.length > 0 || first === undefined) return left;
  throw new ReportError(
    `no repository could be read whole, so there is nothing to show: ${shortfallLine(first)}`,
  );
}

/** One named repository has its own digest, and several that of their organization. */
export function subjectOf(
  { names }: ReportScope,
  { owner, repositories: found }: FoundRepositories,
  repositories: readonly Repository[],
): ReportSubject {
  const [repository] = repositories;
  const isOne = names !== "all" && names.length === 1;
  if (!isOne || repository === undefined) return { owner, repositories };
  return { repository, isPublic: found.every(({ visibility }) => visibility === "public") };
}
